extension TextTable {
    static let notices: [TextRow] = [
        TextRow(.noticesTitle, "Notices of the platform", "Notifications de la plateforme", "إشعارات المنصة"),
        TextRow(
            .noticesText,
            "Platforms can report what happens without a launch, such as that a course was copied.",
            "Les plateformes peuvent signaler ce qui se passe hors lancement, par exemple la copie d’un cours.",
            "يمكن للمنصات الإبلاغ عما يحدث دون تشغيل، مثل نسخ مقرر."),
        TextRow(
            .noticesNotOffered, "No launch of this platform has offered notices yet.",
            "Aucun lancement de cette plateforme n’a encore proposé de notifications.",
            "لم يعرض أي تشغيل من هذه المنصة إشعارات بعد."),
        TextRow(.noticeHandler, "Address for notices", "Adresse des notifications", "عنوان الإشعارات"),
        TextRow(.noticesService, "Service of the platform", "Service de la plateforme", "خدمة المنصة"),
        TextRow(.noticesProven, "First notice", "Première notification", "أول إشعار"),
        TextRow(.noticesUnproven, "none came yet", "aucune reçue", "لم يصل أي إشعار"),
        TextRow(.noticeTypes, "Types of notices", "Types de notifications", "أنواع الإشعارات"),
        TextRow(.noticeType, "Type", "Type", "النوع"),
        TextRow(.noticeNumber, "Id at the platform", "Identifiant sur la plateforme", "المعرّف لدى المنصة"),
        TextRow(.noticesOn, "subscribed", "abonné", "مشترك"),
        TextRow(.noticesOff, "not subscribed", "non abonné", "غير مشترك"),
        TextRow(.noticesSubscribe, "Subscribe", "S’abonner", "اشتراك"),
        TextRow(.noticesUnsubscribe, "Unsubscribe", "Se désabonner", "إلغاء الاشتراك"),
        TextRow(
            .noticesRead, "Show what the platform has on record", "Afficher ce que la plateforme a enregistré",
            "عرض المسجل لدى المنصة"),
        TextRow(.noticesAtPlatform, "On record at the platform", "Enregistré sur la plateforme", "المسجل لدى المنصة"),
        TextRow(.noticesReceived, "Received notices", "Notifications reçues", "الإشعارات الواردة"),
        TextRow(.noNotices, "No notice has come.", "Aucune notification reçue.", "لم يصل أي إشعار."),
        TextRow(.noticeDone, "done", "traitée", "تمت المعالجة"),
        TextRow(.noticeKept, "kept only", "conservée", "محفوظ فقط"),
        TextRow(.copyPolicy, "When a course is copied", "Quand un cours est copié", "عند نسخ مقرر"),
        TextRow(.copyPolicyAsk, "Offer it to staff", "Le proposer au personnel", "عرضه على الموظفين"),
        TextRow(.copyPolicyAuto, "Set it up at once", "Configurer aussitôt", "إعداده فورا"),
        TextRow(.copyPolicyOff, "Do nothing", "Ne rien faire", "عدم فعل شيء"),
        TextRow(.copyOffers, "Copied courses", "Cours copiés", "المقررات المنسوخة"),
        TextRow(.noCopyOffers, "No course was copied.", "Aucun cours copié.", "لم يُنسخ أي مقرر."),
        TextRow(.copyOffer, "Set up a copied course", "Configurer un cours copié", "إعداد مقرر منسوخ"),
        TextRow(
            .copyOfferText,
            """
            The course in your platform is a copy of one that has a group here. A new group gets the same links, \
            schedule and rules, and no people.
            """,
            """
            Le cours de votre plateforme est la copie d’un cours qui a un groupe ici. Un nouveau groupe reprend liens, \
            calendrier et règles, sans personne.
            """,
            "المقرر في منصتك نسخة من مقرر له مجموعة هنا. تحصل مجموعة جديدة على الروابط والجدول والقواعد نفسها دون أشخاص."
        ),
        TextRow(
            .copyFirstDayHelp, "All dates move by as many days. Leave it empty to keep them.",
            "Toutes les dates sont décalées d’autant de jours. Laissez vide pour les garder.",
            "تنتقل كل التواريخ بعدد الأيام نفسه. اتركه فارغا للإبقاء عليها."),
        TextRow(.copyAccept, "Set up a new group", "Créer un nouveau groupe", "إعداد مجموعة جديدة"),
        TextRow(.copyDecline, "Go on with the old group", "Garder l’ancien groupe", "الاستمرار بالمجموعة القديمة"),
        TextRow(.copyOpen, "waits for an answer", "attend une réponse", "في انتظار الرد"),
        TextRow(.copyAccepted, "set up", "configuré", "تم الإعداد"),
        TextRow(.copyDeclined, "declined", "refusé", "مرفوض"),
    ]
}
