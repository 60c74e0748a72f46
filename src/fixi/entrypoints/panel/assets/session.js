// A page that cannot reach the panel asks the door, once it answers again, whether its session has ended meanwhile; and
// a page that the browser has kept is not shown again: somebody may have logged out since.
const PAUSE = 3000;

window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

const ask = async () => {
  if (window.socket?.connected !== false) return;
  try {
    const answer = await fetch("/session", { cache: "no-store" });
    if ((await answer.text()) === "over") location.reload();
  } catch {
    // It is not there yet.
  }
};
setInterval(ask, PAUSE);
