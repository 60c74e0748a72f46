"""The phrases behind the commands, as people type them; `fixed_words` brings them to one form and looks them up."""

from enum import StrEnum


class Command(StrEnum):
    """What a fixed word asks for, in every state of a chat."""

    STATUS = "status"
    CANCEL = "cancel"
    MOVE = "move"
    HUMAN = "human"
    MENU = "menu"
    STOP = "stop"
    THANKS = "thanks"
    DONE = "done"
    JOBS = "jobs"
    PAUSE = "pause"
    AVAILABLE = "available"
    ON_MY_WAY = "on_my_way"
    RESUME = "resume"
    ACCEPT = "accept"
    DECLINE = "decline"


# One string for each language: Hebrew, English, Arabic, Russian. The single word הפסק ("stop!") is STOP, הפסקה
# ("a break") is PAUSE, and דחה ("turn it down") is DECLINE while לדחות ("to put off") is MOVE.
PHRASES: dict[Command, tuple[str, ...]] = {
    Command.STATUS: (
        "?,סטטוס,הסטטוס,מה הסטטוס,מה סטטוס,מה עם זה,מה קורה,מה קורה עם זה,מה קורה עם ההזמנה,"
        "מה קורה עם הפנייה,מה המצב,מה מצב,מה מצב ההזמנה,מה מצב הפנייה,איפה זה עומד,איפה זה,איפה הוא,"
        "איפה היא,איפה אתם,איפה בעל המקצוע,איפה האינסטלטור,איפה החשמלאי,איפה הטכנאי,איפה איש המקצוע,"
        "מתי הוא מגיע,מתי הוא בא,מתי מגיעים,מתי באים,מתי מגיע הטכנאי,עדכון,יש עדכון,מה העדכון,יש חדש,מצב,"
        "מצב הזמנה,בדיקת סטטוס,לבדוק סטטוס",
        "status,the status,my status,order status,request status,whats the status,what is the status,"
        "check status,status update,update,any update,any updates,any news,whats happening,"
        "what is happening,whats going on,where is my pro,wheres my pro,where is the pro,where is he,"
        "where is she,where are you,where is my plumber,where is the plumber,where is my electrician,"
        "where is the electrician,where is the technician,when is he coming,when will he come,"
        "when will he arrive,when are you coming,whats up with my request",
        "الحالة,حالة,ما الحالة,ما هي الحالة,حالة الطلب,وين صار,وينه,اين هو,متى يصل,متى سيصل,متى بيجي,شو صار,ما الجديد",
        "статус,какой статус,статус заказа,статус заявки,что с заявкой,что с заказом,где мастер,где он,"
        "когда приедет,когда придет,когда приедет мастер,когда придет мастер,есть новости,какие новости",
    ),
    Command.CANCEL: (
        "ביטול,בטל,בטלי,בטלו,לבטל,לבטל את זה,לבטל את ההזמנה,לבטל הזמנה,לבטל את התור,לבטל תור,"
        "לבטל את הפנייה,לבטל את הבקשה,לבטל את העבודה,לבטל עבודה,לבטל הכל,בטל את זה,בטלי את זה,בטלו את זה,"
        "בטל את ההזמנה,בטל הכל,תבטל,תבטלי,תבטלו,תבטל את זה,תבטלי את זה,תבטלו את זה,תבטל את ההזמנה,"
        "תבטלו את ההזמנה,מבטל,מבטלת,אני מבטל,אני מבטלת,ביטול הזמנה,ביטול תור,ביטול עבודה,כבר לא צריך,"
        "כבר לא צריכה,לא צריך יותר,לא צריכה יותר,כבר לא רלוונטי,לא רלוונטי,זה לא רלוונטי,בוטל,ירד מהפרק",
        "cancel,cancel it,cancel that,cancel this,cancel all,cancel everything,cancel the job,"
        "cancel a job,cancel job,cancel my job,cancel the order,cancel my order,cancel order,"
        "cancel my request,cancel the request,cancel request,cancel my appointment,cancel the appointment,"
        "cancel appointment,cancel my booking,cancel the booking,cancel booking,to cancel,cancellation,"
        "never mind,nevermind,forget it,forget about it,no longer needed,not needed anymore,"
        "dont need it anymore,i dont need it anymore,no longer relevant,call it off",
        "إلغاء,الغاء,الغي,الغ,إلغاء الطلب,الغاء الموعد,الغي الطلب,الغي الموعد,الغوا الطلب,الغيه,بدي الغي,"
        "لم اعد بحاجة,ما عاد بدي",
        "отмена,отмени,отмените,отменить,отменяю,отменить заказ,отменить заявку,отмена заказа,"
        "отмените заказ,отмените заявку,отменить запись,уже не нужно,больше не нужно,уже не надо,"
        "больше не надо,неактуально,не актуально",
    ),
    Command.MOVE: (
        "זמן אחר,בזמן אחר,מועד אחר,במועד אחר,שעה אחרת,בשעה אחרת,יום אחר,ביום אחר,תאריך אחר,לדחות,"
        "לדחות את זה,לדחות את התור,לדחות את הפגישה,לדחות מועד,להזיז,להזיז את זה,להזיז את התור,להקדים,"
        "להקדים את התור,לשנות מועד,לשנות את המועד,לשנות שעה,לשנות את השעה,לשנות זמן,לשנות את הזמן,"
        "לשנות תאריך,לשנות יום,לשנות את התור,לשנות תור,שינוי מועד,שינוי שעה,שינוי זמן,שינוי תור,תור אחר,"
        "לתאם מחדש,תיאום מחדש,לקבוע מחדש,זמנים אחרים,שעות אחרות,מועדים אחרים,להחליף מועד,להחליף שעה",
        "another time,a different time,different time,other time,other times,another day,a different day,"
        "different day,another date,another hour,reschedule,reschedule it,to reschedule,postpone,"
        "postpone it,move it,move the appointment,move my appointment,move the time,change time,"
        "change the time,change the date,change date,change appointment,change my appointment,"
        "change the appointment,change the day,change it,later,more times,other options",
        "وقت آخر,وقت اخر,موعد آخر,موعد اخر,وقت ثاني,موعد ثاني,يوم آخر,يوم اخر,تأجيل,تاجيل,تغيير الموعد,"
        "تغيير الوقت,تاجيل الموعد",
        "другое время,в другое время,другой день,в другой день,перенести,перенос,перенести запись,"
        "перенести время,перенесите,изменить время,поменять время,отложить,другая дата",
    ),
    Command.HUMAN: (
        "נציג,נציגה,לנציג,נציג אנושי,נציג בבקשה,נציג שירות,אנושי,אדם,בן אדם,בנאדם,אדם אמיתי,בן אדם אמיתי,"
        "אדם אנושי,מענה אנושי,מנהל,מנהלת,מנהל בבקשה,מפעיל,מוקד,מוקדן,מוקדנית,לדבר עם נציג,לדבר עם נציגה,"
        "לדבר עם בן אדם,לדבר עם אדם,לדבר עם מנהל,לדבר עם מישהו,לדבר עם מישהו אמיתי,לדבר עם נציג אנושי,"
        "דבר עם נציג,תנו לי נציג,תן לי נציג,תעבירו אותי לנציג,העבר לנציג,תעביר אותי לנציג,לעבור לנציג,"
        "לקבל נציג,שיחה עם נציג,שירות לקוחות,אני צריך נציג,אני צריכה נציג",
        "human,a human,real human,a real human,human please,agent,an agent,live agent,a live agent,"
        "human agent,person,a person,real person,a real person,operator,an operator,the operator,"
        "representative,a representative,rep,manager,a manager,the manager,supervisor,talk to a human,"
        "talk to human,talk to a person,talk to a real person,talk to someone,talk to an agent,"
        "talk to an operator,talk to a manager,talk to a representative,talk to somebody,speak to a human,"
        "speak to a person,speak to someone,speak to an agent,speak to a manager,speak with a human,"
        "speak with someone,speak with a person,speak to a representative,talk with a human,"
        "talk with someone,i need a human,i need a person,i need an agent,get me a human,give me a human,"
        "customer service,support",
        "موظف,إنسان,انسان,شخص,شخص حقيقي,مندوب,مدير,المدير,خدمة العملاء,التحدث مع شخص,التحدث مع موظف,"
        "احكي مع موظف,احكي مع حدا,بدي احكي مع موظف,بدي احكي مع حدا,ممثل,أريد موظف",
        "оператор,человек,живой человек,менеджер,представитель,поговорить с человеком,"
        "поговорить с оператором,позовите человека,позовите оператора,позовите менеджера,"
        "соедините с оператором,служба поддержки,связь с оператором",
    ),
    Command.MENU: (
        "תפריט,התפריט,תפריט ראשי,לתפריט,עזרה,אפשרויות,מה אפשר,מה אפשר לעשות,מה האפשרויות,איך זה עובד,פקודות",
        "menu,the menu,main menu,show menu,show me the menu,help,options,commands,what can you do,"
        "how does it work,how does this work",
        "القائمة,قائمة,مساعدة,المساعدة,خيارات",
        "меню,главное меню,помощь,опции,команды,что ты умеешь",
    ),
    Command.STOP: (
        "עצור,עצרי,עצרו,לעצור,הפסק,הפסיקו,להפסיק,תפסיק,תפסיקו,תפסיקי,הסר,הסירו,להסיר,הסר אותי,הסירו אותי,"
        "תסירו אותי,תסיר אותי,להסיר אותי,הסירו אותי מהרשימה,תורידו אותי,תורידו אותי מהרשימה,הסרה,"
        "הסרה מרשימה,הסרה מהרשימה,סטופ,אל תשלחו לי הודעות,אל תשלחו לי יותר הודעות,תפסיקו לשלוח לי הודעות,"
        "תפסיקו לשלוח הודעות,לא לשלוח לי הודעות,לא לשלוח יותר,לא לשלוח לי יותר,די לשלוח לי הודעות,"
        "תפסיק לשלוח לי הודעות",
        "stop,stop it,stop all,stopall,stop this,unsubscribe,unsubscribe me,remove me,"
        "remove me from the list,take me off the list,opt out,optout,stop messages,stop messaging,"
        "stop messaging me,stop texting me,stop sending me messages,stop sending messages,"
        "stop writing to me,dont message me,do not message me,dont text me,dont write to me,delete me",
        "توقف,قف,وقف,اوقف,أوقفوا,إلغاء الاشتراك,الغاء الاشتراك,لا ترسلوا,لا ترسل لي رسائل,ستوب",
        "стоп,хватит,отписаться,отпишите меня,отписка,не пишите мне,удалите меня,перестаньте писать,прекратите",
    ),
    Command.THANKS: (
        "🙏,תודה,תודה רבה,תודה רבה רבה,רוב תודות,המון תודה,תודה לך,תודה לכם,תודה רבה לך,תודה רבה לכם,"
        "תודה מראש,תודה ענקית,שוב תודה,תודה שוב,מעולה תודה,מעולה תודה רבה,אוקיי תודה,אוקי תודה,"
        "אוקיי תודה רבה,סבבה תודה,אחלה תודה,תודה על הכל,תודה על העזרה,תודה על השירות,תודה ויום טוב,"
        "תודה יום טוב,מצוין תודה,תודה וערב טוב,תודה מעולה,טוב תודה,תודה תודה",
        "thanks,thank you,thank u,thx,tnx,ty,tysm,thanks a lot,thanks so much,thank you so much,"
        "thank you very much,many thanks,thanks again,thank you again,thanks for everything,"
        "thanks for the help,thanks for your help,thank you for your help,much appreciated,appreciate it,"
        "great thanks,great thank you,perfect thanks,ok thanks,okay thanks,ok thank you,cool thanks,"
        "cheers,thanks mate,thanks man",
        "شكرا,شكراً,شكرا جزيلا,شكرا لك,شكرا لكم,شكرا كتير,مشكور,مشكورين,يسلمو,تسلم,الف شكر",
        "спасибо,большое спасибо,спасибо большое,огромное спасибо,спс,благодарю,спасибо вам,"
        "спасибо за помощь,ок спасибо",
    ),
    Command.DONE: (
        "סיימתי,סיימנו,סיים,בוצע,הסתיים,הסתיימה,העבודה הסתיימה,העבודה בוצעה,העבודה הושלמה,הושלם,הושלמה,"
        "סיימתי את העבודה,סיימתי עבודה,סיימתי כאן,גמרתי,גמרנו,טופל,תוקן,הכל תוקן,סיום,סיום עבודה,"
        "העבודה נגמרה,הוא סיים,הכל טופל,הבעיה טופלה,הבעיה נפתרה,נפתר,סיימתי שם,סיימתי פה",
        "done,finished,its done,it is done,all done,job done,job is done,the job is done,work is done,"
        "the work is done,im done,i am done,im finished,i finished,i have finished,we finished,"
        "we are done,were done,he finished,he is done,complete,completed,job complete,job completed,"
        "its finished,all finished,its fixed,all fixed,fixed",
        "انتهيت,انتهى,خلصت,خلص,تم,تم العمل,انتهى العمل,خلصنا,انجزت",
        "готово,сделано,закончил,закончила,закончили,завершено,работа закончена,работа сделана,выполнено,"
        "все готово,все сделано",
    ),
    Command.JOBS: (
        "עבודות,העבודות שלי,העבודות,עבודות שלי,רשימת עבודות,רשימת העבודות,מה העבודות שלי,"
        "איזה עבודות יש לי,העבודות שלי היום,הצג עבודות,לידים,הלידים שלי,משימות,המשימות שלי,היומן שלי",
        "jobs,my jobs,the jobs,list jobs,list my jobs,show jobs,show my jobs,show me my jobs,job list,"
        "what are my jobs,my leads,leads,my tasks,my schedule,my work",
        "اعمالي,وظائفي,شغلي,أعمالي,مهامي,الاعمال,طلباتي",
        "заказы,мои заказы,мои работы,работы,список заказов,мои заявки,заявки",
    ),
    Command.PAUSE: (
        "הפסקה,בהפסקה,אני בהפסקה,לצאת להפסקה,הפסקת עבודה,חופשה,בחופשה,אני בחופשה,חופש,בחופש,אני בחופש,"
        "לא זמין,לא זמינה,אני לא זמין,אני לא זמינה,לא פנוי,לא פנויה,אני לא פנוי,אני לא פנויה,השהה,השהיה,"
        "להשהות,לא עובד היום,לא עובדת היום",
        "pause,pause me,pause it,break,a break,take a break,on break,on a break,vacation,on vacation,"
        "im on vacation,holiday,on holiday,day off,not available,im not available,i am not available,"
        "unavailable,im unavailable,i am unavailable,away,im away,off duty,not working today",
        "استراحة,اجازة,إجازة,في اجازة,غير متاح,انا غير متاح,غير متوفر,مش فاضي",
        "пауза,перерыв,отпуск,в отпуске,я в отпуске,недоступен,недоступна,не доступен,я недоступен,"
        "выходной,занят сегодня",
    ),
    Command.AVAILABLE: (
        "זמין,זמינה,אני זמין,אני זמינה,פנוי,פנויה,אני פנוי,אני פנויה,חזרתי,אני חזרתי,חזרתי לעבודה,"
        "זמין לעבודה,זמין עכשיו,שוב זמין,שוב זמינה,זמין שוב,חוזר לעבודה,חזרתי מחופשה,חזרתי מהחופש",
        "available,im available,i am available,available now,available again,im back,i am back,back,"
        "back to work,back at work,im free,i am free,free,on duty,unpause,back from vacation",
        "متاح,انا متاح,متوفر,فاضي,انا فاضي,رجعت,عدت",
        "доступен,доступна,я доступен,я доступна,свободен,свободна,я свободен,я свободна,вернулся,вернулась,на связи",
    ),
    Command.ON_MY_WAY: (
        "בדרך,אני בדרך,אנחנו בדרך,בדרך אליך,בדרך אלייך,בדרך אליכם,אני בדרך אליך,אני בדרך אלייך,"
        "אני בדרך אליכם,יצאתי,יצאתי לדרך,יוצא,יוצא לדרך,אני יוצא,בדרך ללקוח,אני בדרך ללקוח,כבר בדרך,"
        "אני כבר בדרך",
        "on my way,im on my way,i am on my way,omw,on the way,im on the way,i am on the way,heading there,"
        "heading over,coming,im coming,i am coming,leaving now,en route",
        "في الطريق,انا في الطريق,بالطريق,انا بالطريق,جاي,انا جاي",
        "в пути,я в пути,еду,уже еду,выехал,выезжаю,я еду",
    ),
    Command.RESUME: (
        "המשך,המשיכי,להמשיך,תמשיך,תמשיכי,תמשיכו,חזרה לבוט,החזר לבוט,להחזיר לבוט,בוט",
        "resume,continue,go on,resume bot,resume the bot,back to bot,back to the bot,bot",
        "استمر,استمرار,تابع,كمل,متابعة,استئناف",
        "продолжить,продолжай,продолжайте,продолжаем,возобновить,бот",
    ),
    Command.ACCEPT: (
        "אשר,מאשר,מאשרת,אני מאשר,אני מאשרת,לאשר,לוקח,לוקחת,אני לוקח,אני לוקחת,לוקח את זה,אני לוקח את זה,"
        "לוקח את העבודה,אני לוקח את העבודה,מקבל,מקבלת,אני מקבל,אני מקבלת,אני על זה,קיבלתי עליי,קבל",
        "accept,i accept,accept it,accept the job,accepted,accept job,take it,i take it,i will take it,"
        "ill take it,taking it,ill do it,i will do it,im in,im on it",
        "اقبل,قبول,موافق,موافقة,باخذها,بوخذها,اخذها,مقبول",
        "принимаю,принять,беру,возьму,я возьму,я беру,берусь",
    ),
    Command.DECLINE: (
        "דחה,דוחה,אני דוחה,לא מתאים,לא מתאים לי,לא לוקח,לא לוקחת,אני לא לוקח,אני לא לוקחת,מסרב,מסרבת,"
        "מוותר,מוותרת,אני מוותר,אני מוותרת,לא מקבל,לא יכול,לא יכולה,אני לא יכול,אני לא יכולה,דלג,סירוב,"
        "לסרב",
        "decline,i decline,decline it,decline the job,declined,decline job,pass,ill pass,i pass,"
        "i will pass,reject,reject it,refuse,i refuse,skip,not for me,cant take it,i cant take it,"
        "cant do it,i cant do it,i cant",
        "ارفض,رفض,مرفوض,لا استطيع,لا اقدر,ما بقدر,غير مناسب,مش مناسب",
        "отказ,отказаться,отказываюсь,отклонить,отклоняю,не подходит,не могу,пропустить,не беру,не возьму",
    ),
}
