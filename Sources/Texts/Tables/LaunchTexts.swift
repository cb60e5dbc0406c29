extension TextTable {
    static let launch: [TextRow] = [
        TextRow(.launchRefused, "The course couldn’t be opened", "Le cours n’a pas pu être ouvert", "تعذّر فتح المقرر"),
        TextRow(
            .launchRefusedText,
            """
            Go back to your learning platform and open the link again. If it still fails, give the reference \
            below to your support.
            """,
            """
            Retournez sur votre plateforme et ouvrez de nouveau le lien. Si le problème persiste, donnez la \
            référence ci-dessous à votre assistance.
            """,
            "ارجع إلى منصة التعلّم وافتح الرابط مرة أخرى. إذا استمرت المشكلة، فأعطِ المرجع أدناه لفريق الدعم."),
        TextRow(.launchExpired, "The link took too long", "Le lien a expiré", "انتهت مهلة الرابط"),
        TextRow(
            .launchExpiredText, "Go back to your learning platform and open the link again.",
            "Retournez sur votre plateforme et ouvrez de nouveau le lien.",
            "ارجع إلى منصة التعلّم وافتح الرابط مرة أخرى."),
        TextRow(
            .launchNotRegistered, "This learning platform isn’t connected", "Cette plateforme n’est pas connectée",
            "منصة التعلّم هذه غير متصلة"),
        TextRow(
            .launchNotRegisteredText, "The people who look after your learning platform have to connect it first.",
            "Les responsables de votre plateforme doivent d’abord la connecter.",
            "يجب على المسؤولين عن منصة التعلّم توصيلها أولًا."),
        TextRow(
            .launchPlatformError, "Your learning platform reported an error", "Votre plateforme a signalé une erreur",
            "أبلغت منصة التعلّم عن خطأ"),
        TextRow(
            .launchPlatformErrorText, "Go back to it and open the link again. You may have to sign in there first.",
            "Retournez-y et ouvrez de nouveau le lien. Il faut peut-être d’abord vous y connecter.",
            "ارجع إليها وافتح الرابط مرة أخرى. قد تحتاج إلى تسجيل الدخول هناك أولًا."),
        TextRow(.launchContinue, "Opening the course…", "Ouverture du cours…", "جارٍ فتح المقرر…"),
        TextRow(
            .launchContinueText, "If nothing happens, continue with the button.",
            "Si rien ne se passe, continuez avec le bouton.", "إذا لم يحدث شيء، فتابع باستخدام الزر."),
        TextRow(.openNewWindow, "Open in a new window", "Ouvrir dans une nouvelle fenêtre", "فتح في نافذة جديدة"),
        TextRow(
            .cookiesBlocked,
            "Your browser keeps this page from working here",
            "Votre navigateur empêche cette page de fonctionner ici",
            "متصفحك يمنع هذه الصفحة من العمل هنا"),
        TextRow(
            .cookiesBlockedText, "It blocks cookies inside other sites. In a window of its own the course works.",
            "Il bloque les cookies dans les autres sites. Dans sa propre fenêtre, le cours fonctionne.",
            "إنه يحظر ملفات تعريف الارتباط داخل المواقع الأخرى. يعمل المقرر في نافذة مستقلة."),
        TextRow(.launchAgain, "Please open the course again", "Veuillez rouvrir le cours", "يرجى فتح المقرر مرة أخرى"),
        TextRow(
            .launchAgainText,
            """
            Your visit has ended. Go back to your learning platform and open the course from there; your \
            progress is kept.
            """,
            """
            Votre visite est terminée. Retournez sur votre plateforme et ouvrez le cours à partir de là ; votre \
            progression est conservée.
            """,
            "انتهت زيارتك. ارجع إلى منصة التعلّم وافتح المقرر من هناك؛ تقدّمك محفوظ."),
        TextRow(.notSetUp, "This course isn’t ready yet", "Ce cours n’est pas encore prêt", "هذا المقرر غير جاهز بعد"),
        TextRow(
            .notSetUpText, "Your instructor still has to set up this link. Please come back later.",
            "Votre formateur doit encore configurer ce lien. Revenez plus tard.",
            "لا يزال على مدرّسك إعداد هذا الرابط. يرجى العودة لاحقًا."),
        TextRow(
            .launchNotPermitted, "Only teachers can do this", "Réservé aux enseignants", "هذا متاح للمدرّسين فقط"),
        TextRow(
            .launchNotPermittedText, "Your role in this course doesn’t let you add content to it.",
            "Votre rôle dans ce cours ne vous permet pas d’y ajouter du contenu.",
            "دورك في هذا المقرر لا يسمح لك بإضافة محتوى إليه."),
        TextRow(.continueWord, "Continue", "Continuer", "متابعة"),
    ]
}
