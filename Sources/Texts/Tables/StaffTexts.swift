extension TextTable {
    static let staff: [TextRow] = [
        TextRow(.navLabel, "Administration", "Administration", "الإدارة"),
        TextRow(.navDashboard, "Overview", "Aperçu", "نظرة عامة"),
        TextRow(.navCourses, "Courses", "Cours", "المقررات"),
        TextRow(.navPackages, "Content packages", "Paquets de contenu", "حزم المحتوى"),
        TextRow(.navPlatforms, "Platforms", "Plateformes", "المنصات"),
        TextRow(.navLaunches, "Launches", "Lancements", "عمليات الفتح"),
        TextRow(.navOutbox, "Deliveries", "Envois", "عمليات الإرسال"),
        TextRow(.navPeople, "People", "Personnes", "الأشخاص"),
        TextRow(.navExports, "Exports", "Exportations", "التصدير"),
        TextRow(.navStatements, "Statements", "Énoncés", "البيانات"),
        TextRow(.navCredentials, "LRS credentials", "Accès au LRS", "بيانات اعتماد LRS"),
        TextRow(.navAudit, "Audit log", "Journal d’audit", "سجل التدقيق"),
        TextRow(.signInTitle, "Sign in", "Se connecter", "تسجيل الدخول"),
        TextRow(.signInSubmit, "Sign in", "Se connecter", "تسجيل الدخول"),
        TextRow(
            .signInFailed,
            "The login or the password is wrong.",
            "L’identifiant ou le mot de passe est incorrect.",
            "اسم الدخول أو كلمة المرور غير صحيحة."),
        TextRow(
            .signInTooOften,
            .plural(
                [
                    .one: "Too many attempts. Try again in one second."
                ], other: "Too many attempts. Try again in {count} seconds."),
            .plural(
                [
                    .one: "Trop de tentatives. Réessayez dans {count} seconde."
                ], other: "Trop de tentatives. Réessayez dans {count} secondes."),
            .plural(
                [
                    .one: "محاولات كثيرة جدًا. حاول بعد ثانية.",
                    .two: "محاولات كثيرة جدًا. حاول بعد ثانيتين.",
                    .few: "محاولات كثيرة جدًا. حاول بعد {count} ثوانٍ.",
                ], other: "محاولات كثيرة جدًا. حاول بعد {count} ثانية.")),
        TextRow(
            .signInCookies,
            "Your browser didn’t keep this page’s cookie. Allow cookies and load the page again.",
            "Votre navigateur n’a pas conservé le cookie de cette page. Autorisez les cookies et rechargez la page.",
            "لم يحتفظ متصفحك بملف تعريف الارتباط. اسمح بملفات تعريف الارتباط ثم أعد تحميل الصفحة."),
        TextRow(.login, "Login", "Identifiant", "اسم الدخول"),
        TextRow(.password, "Password", "Mot de passe", "كلمة المرور"),
        TextRow(.chooseOne, "Choose one.", "Faites un choix.", "اختر واحدًا."),
        TextRow(
            .faultsInForm,
            "Some fields need another look.",
            "Certains champs sont à revoir.",
            "بعض الحقول تحتاج إلى مراجعة."),
        TextRow(
            .faultDay,
            "A day is written as year-month-day.",
            "Une date s’écrit année-mois-jour.",
            "يُكتب اليوم بصيغة سنة-شهر-يوم."),
        TextRow(.faultNumber, "A whole number, or nothing.", "Un nombre entier, ou rien.", "عدد صحيح أو لا شيء."),
        TextRow(
            .faultOrder,
            "The last day isn’t before the first.",
            "Le dernier jour ne précède pas le premier.",
            "لا يسبق اليوم الأخير اليوم الأول."),
        TextRow(
            .faultZone,
            "A time zone such as Europe/Paris.",
            "Un fuseau horaire tel que Europe/Paris.",
            "منطقة زمنية مثل Europe/Paris."),
        TextRow(.older, "Older", "Plus anciens", "الأقدم"),
        TextRow(.number, "Number", "Numéro", "الرقم"),
        TextRow(.titleField, "Title", "Titre", "العنوان"),
        TextRow(.kindField, "Kind", "Type", "النوع"),
        TextRow(.countField, "Count", "Nombre", "العدد"),
        TextRow(.version, "Version", "Version", "الإصدار"),
        TextRow(.size, "Size", "Taille", "الحجم"),
        TextRow(.kilobytes, "{count} kB", "{count} ko", "{count} ك.ب"),
        TextRow(.reason, "Reason", "Motif", "السبب"),
        TextRow(.reasons, "Reasons", "Motifs", "الأسباب"),
        TextRow(.reference, "Reference", "Référence", "المرجع"),
        TextRow(.purpose, "Purpose", "Finalité", "الغرض"),
        TextRow(.source, "Source", "Source", "المصدر"),
        TextRow(.addedAt, "Added", "Ajouté", "أُضيف في"),
        TextRow(.settings, "Settings", "Paramètres", "الإعدادات"),
        TextRow(.settingsOf, "Settings of {name}", "Paramètres de {name}", "إعدادات {name}"),
        TextRow(.warnings, "Warnings", "Avertissements", "تحذيرات"),
        TextRow(.switchOn, "Switch on", "Activer", "تفعيل"),
        TextRow(.switchOff, "Switch off", "Désactiver", "تعطيل"),
    ]
}
