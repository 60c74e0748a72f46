// The theme that the device wishes, where the operator has left the choice to it.
if (document.body.dataset.theme === "auto") {
  const wish = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.body.classList.toggle("body--dark", wish.matches);
  follow();
  wish.addEventListener("change", follow);
}
