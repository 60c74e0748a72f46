"""More sentences for the rules reader, one a line, written before it was tried on them.

text | trade | area as GeoNames has it | street | day and hour at which the wish begins | urgency | intent; the last two
may be left open.
"""

import pytest

from tests.adapters.rules_reading import read

SENTENCES = """
יש לי בעיה עם הביוב בחצר, גר ברחוב הגליל 8 בטבריה|plumber|Tiberias|רחוב הגליל 8|||
my shower drain is super slow, Ibn Gabirol 71, Tel Aviv, thursday afternoon|plumber|Tel Aviv|Ibn Gabirol 71|26 12:00||
צריכה מישהו שיתקין לי מדיח, קרית אונו, יום שני ב-8|appliances|Kiryat Ono||23 08:00||
הצינור מתחת לכיור דולף דחוף תגיעו לאבן גבירול 30 ת"א|plumber|Tel Aviv|אבן גבירול 30|22 10:00||
our power keeps going out, Emek Refaim 12 Jerusalem|electrician|Jerusalem|Emek Refaim 12|||
המזגן עושה רעש מוזר, אפשר מישהו מחר ב17:00? אני ברמת השרון|air_conditioning|Ramat HaSharon||23 17:00||
Need someone to paint two rooms in Givatayim the day after tomorrow|painter|Givatayim||24 08:00||
תלייה של טלוויזיה 65 אינץ' בבאר יעקב, עדיף בערב|handyman|Beer Yaakov||22 17:00||
ילדה בת 3 ננעלה בשירותים|locksmith|||||
the key snapped in the door at 14 Weizmann Street, Kfar Saba|locksmith|Kfar Saba|14 Weizmann Street|||
מחפשת עוזרת בית לניקיון שבועי בהוד השרון|cleaner|Hod HaSharon||||
נפל לי החשמל בחצי בית, ביאליק 3 בת ים|electrician|Bat Yam|ביאליק 3|||
Can you send a plumber to Ashkelon on Wednesday at 9:30? toilet keeps running|plumber|Ashkelon||25 09:30||
המקרר מטפטף מים, לוי אשכול 5 קריית גת, ביום רביעי בצהריים|appliances|Kiryat Gat|לוי אשכול 5|25 12:00||
דוד 80 ליטר מוחלף, כמה עולה? בעכו|plumber|Acre||||
I've got no electricity in half the house since last night. Dimona.|electrician|Dimona||||
שלום אני צריך חשמלאי להתקנת שקע לרכב חשמלי במודיעין|electrician|Modiin||||
leaky roof in Zichron|general|Zikhron Yaakov||||
תריס חשמלי נתקע, חיפה שדרות הנשיא 112|handyman|Haifa|שדרות הנשיא 112|||
סתימה רצינית במטבח, מישהו יכול להגיע תוך שעתיים לאילת?|plumber|Eilat||22 10:00||
oven door hinge broke, Rosh HaAyin, between 4 and 6pm|appliances|Rosh HaAyin||22 16:00||
שבורה לי הידית של הדלת, הרצל 9 דירה 2 חדרה|handyman|Hadera|הרצל 9 דירה 2|||
The washing machine won't drain, Hertzl 22, Netanya. Available Monday 16:00|appliances|Netanya|Hertzl 22|23 16:00||
יש עשן מהלוח חשמל!!!|electrician|||||
מיקרוגל לא מחמם, אשדוד, שבט לוי 4|appliances|Ashdod|שבט לוי 4|||
bathroom light flickers, Safed, this week|electrician|Safed||22 10:00||
הכיור נסתם שוב, הפעם ביום שישי ב-10 בבוקר נוח לי|plumber|||27 10:00||
אני ביבנה, המזגן לא נדלק|air_conditioning|Yavne||||
Hi I'm Noa, I need help hanging curtains in Ramat Gan, Bialik 45|handyman|Ramat Gan|Bialik 45|||
סגרתי את הדלת והמפתח בפנים, סוקולוב 18 חולון|locksmith|Holon|סוקולוב 18|||
Сломался холодильник, Нетания, ул. Герцль 15|appliances|Netanya|ул. Герцль 15|||
засорилась раковина в Беэр-Шеве, сегодня вечером|plumber|Beer Sheva||22 17:00||
باب البيت مسكر والمفتاح جوا، عكا|locksmith|Acre||||
קיר הגבס נסדק צריך טייח וצבע, נתיבות|painter|Netivot||||
צריך לפרק ארון ולהרכיב אותו בדירה החדשה בפתח-תקווה, מחרתיים ב-11|handyman|Petah Tikva||24 11:00||
boiler leaking water like crazy come now! King George 20 Jerusalem|plumber|Jerusalem|King George 20|22 10:00||
נזילה מהמזגן לתוך השקע, ניצוצות|electrician|||||
לא דחוף, ברז מטפטף בכפר יונה, מתי שנוח|plumber|Kfar Yona||22 10:00||
tap broken, 3rd floor, apt 12, Jabotinsky 88 Bnei Brak|plumber|Bnei Brak|Jabotinsky 88|||
AC unit installation x2, Carmiel, 30/11 morning|air_conditioning|Karmiel||30 08:00||
גר בהרצל 12 רמלה ויש לי נזילה מתחת לאסלה|plumber|Ramla|הרצל 12||normal|new
the sink leaks at herzl 12 haifa|plumber|Haifa|herzl 12||normal|new
ניאגרה לא מפסיקה לזרום, טבריה, מחר ב-8 וחצי|plumber|Tiberias||23 08:30|normal|new
electrician needed tmrw 9am Ashdod|electrician|Ashdod||23 09:00|normal|new
Our water heater exploded and the apartment is flooding!|plumber||||emergency|new
ילד תקוע בחדר נעול ולא מצליחים לפתוח|locksmith||||emergency|new
תודה, הסתדרתי כבר לא צריך|||||normal|cancel
מה עם החשמלאי שהיה אמור להגיע?|||||normal|status
The guy you sent did a bad job|||||normal|complaint
אפשר להזיז את הפגישה למחר בבוקר?||||23 08:00|normal|move
I can't make it tomorrow, can we move the appointment to Thursday?||||26 08:00|normal|move
תעבירו אותי לנציג|||||normal|human
what's the price for installing a ceiling fan in Lod|electrician|Lod|||normal|new
פתיחת סתימה בביוב, אור יהודה, היום עד 14:00|plumber|Or Yehuda||22 10:00|normal|new
Looking for a painter for a 3 room flat, Nahariya, start of next week|painter|Nahariya||29 08:00|normal|new
צריך להחליף מנעול בדלת כניסה, יהודה הלוי 5 תל אביב, ביום ד' ב-18:00|locksmith|Tel Aviv|יהודה הלוי 5|25 18:00|normal|new
יש ריח של גז ליד הכיריים|plumber||||emergency|new
לקוח לא עונה לי|||||normal|complaint
broken window handle, Afula, sunday morning|handyman|Afula||29 08:00|normal|new
הסיפון בכיור התפרק, רעננה, רחוב אחוזה 100|plumber|Raanana|רחוב אחוזה 100||normal|new
I need someone to mount my TV on the wall in Kfar Yona this evening|handyman|Kfar Yona||22 17:00|normal|new
שטיפת דירה אחרי צביעה בגדרה|cleaner|Gedera|||normal|new
Мне нужен сантехник в Ашкелоне, течёт труба|plumber|Ashkelon|||normal|new
срочно! запах газа|plumber|||22 10:00|emergency|new
المغسلة مسدودة في عكا|plumber|Acre|||normal|new
hey is this the plumber service?|plumber||||normal|new
אני בדרך ללקוח, מגיע עוד 20 דקות||||22 10:20|normal|job_talk
"""


@pytest.mark.parametrize("line", SENTENCES.strip().split("\n"), ids=lambda line: line[:40])
def test_reads_a_sentence(line: str) -> None:
    text, trade, area, street, wish, urgency, intent = line.split("|")
    reading = read(text)
    form = reading.form
    begins = f"{form.wish.earliest:%d %H:%M}" if form.wish else ""
    got = (form.trade.code if form.trade else "", form.area.name if form.area else "", form.street or "", begins)
    assert got == (trade, area, street, wish)
    assert urgency in {"", form.urgency.value}
    assert intent in {"", reading.intent.value.removesuffix("_request")}
