extension TextTable {
    static let common: [TextRow] = [
        TextRow(.skipToContent, "Skip to content", "Aller au contenu", "انتقل إلى المحتوى"),
        TextRow(.save, "Save", "Enregistrer", "حفظ"),
        TextRow(.cancel, "Cancel", "Annuler", "إلغاء"),
        TextRow(.close, "Close", "Fermer", "إغلاق"),
        TextRow(.open, "Open", "Ouvrir", "فتح"),
        TextRow(.yes, "Yes", "Oui", "نعم"),
        TextRow(.no, "No", "Non", "لا"),
        TextRow(.none, "None", "Aucun", "لا شيء"),
        TextRow(.search, "Search", "Rechercher", "بحث"),
        TextRow(.date, "Date", "Date", "التاريخ"),
        TextRow(.name, "Name", "Nom", "الاسم"),
        TextRow(.email, "Email", "Adresse e-mail", "البريد الإلكتروني"),
        TextRow(.status, "Status", "État", "الحالة"),
        TextRow(.details, "Details", "Détails", "التفاصيل"),
        TextRow(.signOut, "Sign out", "Se déconnecter", "تسجيل الخروج"),
    ]

    static let errors: [TextRow] = [
        TextRow(.errorReference, "Reference: {reference}", "Référence : {reference}", "المرجع: {reference}"),
        TextRow(.errorNotFound, "This page doesn’t exist", "Cette page n’existe pas", "هذه الصفحة غير موجودة"),
        TextRow(.errorGone, "This is no longer here", "Ceci n’est plus disponible", "لم يعد هذا متاحًا"),
        TextRow(.errorUnauthenticated, "Please sign in", "Veuillez vous connecter", "يرجى تسجيل الدخول"),
        TextRow(.errorForbidden, "You may not do this", "Vous n’avez pas accès à ceci", "لا يُسمح لك بذلك"),
        TextRow(.errorTooManyRequests, "Too many attempts", "Trop de tentatives", "محاولات كثيرة جدًا"),
        TextRow(
            .errorUnavailable, "The service is busy: try again in a moment",
            "Le service est occupé : réessayez dans un instant", "الخدمة مشغولة: حاول مرة أخرى بعد لحظات"),
        TextRow(
            .errorBadGateway,
            "Another system didn’t answer as it should",
            "Un autre système n’a pas répondu correctement",
            "لم يستجب نظام آخر كما ينبغي"),
        TextRow(
            .errorInternal,
            "Something went wrong on our side",
            "Une erreur s’est produite de notre côté",
            "حدث خطأ من جانبنا"),
        TextRow(
            .errorInternalText, "Nothing was changed. If it happens again, give the reference below to your support.",
            "Rien n’a été modifié. Si cela se reproduit, donnez la référence ci-dessous à votre assistance.",
            "لم يتغير شيء. إذا تكرر ذلك، فأعطِ المرجع أدناه لفريق الدعم."),
        TextRow(
            .errorConflict,
            "This was changed meanwhile",
            "Ceci a été modifié entre-temps",
            "تم تغيير هذا في هذه الأثناء"),
        TextRow(.errorTooLarge, "This is too large", "Ceci est trop volumineux", "هذا كبير جدًا"),
        TextRow(.errorInvalid, "This can’t be processed", "Ceci ne peut pas être traité", "لا يمكن معالجة هذا"),
    ]
}
