extension TextTable {
    static let learner: [TextRow] = [
        TextRow(.yourProgress, "Your progress", "Votre progression", "تقدّمك"),
        TextRow(
            .lessonsDone,
            .plural([.one: "{done} of 1 lesson done"], other: "{done} of {count} lessons done"),
            .plural([.one: "{done} leçon sur {count} terminée"], other: "{done} leçons sur {count} terminées"),
            .plural(
                [
                    .zero: "لا توجد دروس", .one: "أُنجز {done} من درس واحد", .two: "أُنجز {done} من درسين",
                    .few: "أُنجز {done} من {count} دروس", .many: "أُنجز {done} من {count} درسًا",
                ], other: "أُنجز {done} من {count} درس")),
        TextRow(.start, "Start", "Commencer", "ابدأ"),
        TextRow(.resume, "Resume", "Reprendre", "تابِع"),
        TextRow(.openAgain, "Open again", "Rouvrir", "افتح مجددًا"),
        TextRow(.lookAgain, "Look at it", "Consulter", "استعراض"),
        TextRow(.nextLesson, "Next: {lesson}", "Suite : {lesson}", "التالي: {lesson}"),
        TextRow(.lessonNotStarted, "Not started", "Pas commencée", "لم يبدأ"),
        TextRow(.lessonStarted, "Started", "Commencée", "قيد التقدّم"),
        TextRow(.lessonCompleted, "Done", "Terminée", "مكتمل"),
        TextRow(.lessonCompletedOn, "Done on {date}", "Terminée le {date}", "اكتمل في {date}"),
        TextRow(.lessonFailed, "Not passed yet", "Pas encore réussie", "لم يُجتز بعد"),
        TextRow(.lessonScore, "Score {score}", "Score {score}", "الدرجة {score}"),
        TextRow(.lessonOptional, "Optional", "Facultative", "اختياري"),
        TextRow(.moduleOpens, "Opens {date}", "Ouvre le {date}", "يُفتح في {date}"),
        TextRow(.moduleOpensLater, "Not open yet", "Pas encore ouvert", "لم يُفتح بعد"),
        TextRow(
            .moduleClosed, "Closed since {date}; you can still look at it",
            "Fermé depuis le {date} ; vous pouvez encore le consulter", "مغلق منذ {date}؛ لا يزال بإمكانك استعراضه"),
        TextRow(.moduleCloses, "Open until {date}", "Ouvert jusqu’au {date}", "مفتوح حتى {date}"),
        TextRow(
            .courseStarts,
            "The course hasn’t started yet",
            "Le cours n’a pas encore commencé",
            "لم يبدأ المقرر بعد"),
        TextRow(
            .courseStartsText, "You are enrolled. Come back then; there is nothing else to do now.",
            "Vous êtes inscrit. Revenez à cette date ; il n’y a rien d’autre à faire pour l’instant.",
            "أنت مسجَّل. عُد في ذلك الوقت؛ لا شيء آخر عليك الآن."),
        TextRow(.startsOn, "Starts", "Début", "البداية"),
        TextRow(.endedOn, "Ended", "Fin", "النهاية"),
        TextRow(.courseEnded, "The course has ended", "Le cours est terminé", "انتهى المقرر"),
        TextRow(.courseEndedText, "What you did is kept.", "Ce que vous avez fait est conservé.", "ما أنجزته محفوظ."),
        TextRow(
            .courseReviewText, "You can still look at it; nothing more is recorded.",
            "Vous pouvez encore le consulter ; plus rien n’est enregistré.",
            "لا يزال بإمكانك استعراضه؛ لن يُسجَّل شيء آخر."),
        TextRow(
            .courseClosed,
            "The course is not currently active",
            "Le cours n’est pas actif actuellement",
            "المقرر غير نشط حاليًا"),
        TextRow(
            .courseClosedText, "Your instructor has closed it for now. What you did is kept.",
            "Votre formateur l’a fermé pour le moment. Ce que vous avez fait est conservé.",
            "أغلقه مدرّسك مؤقتًا. ما أنجزته محفوظ."),
        TextRow(.courseCancelled, "The course was cancelled", "Le cours a été annulé", "أُلغي المقرر"),
        TextRow(
            .courseCancelledText,
            "Ask your instructor what to do now.",
            "Demandez à votre formateur ce qu’il faut faire.",
            "اسأل مدرّسك عمّا يجب فعله الآن."),
        TextRow(
            .coursePaused,
            "Your participation is paused",
            "Votre participation est suspendue",
            "مشاركتك متوقفة مؤقتًا"),
        TextRow(
            .coursePausedText, "Ask your instructor to resume it.", "Demandez à votre formateur de la reprendre.",
            "اطلب من مدرّسك استئنافها."),
        TextRow(.courseDropped, "You are not enrolled any more", "Vous n’êtes plus inscrit", "لم تعد مسجَّلًا"),
        TextRow(
            .courseDroppedText, "Ask your instructor if you think that this is a mistake.",
            "Demandez à votre formateur si vous pensez qu’il s’agit d’une erreur.",
            "اسأل مدرّسك إذا كنت تظن أن هذا خطأ."),
        TextRow(
            .notEnrolled,
            "You are not enrolled in this course",
            "Vous n’êtes pas inscrit à ce cours",
            "لست مسجَّلًا في هذا المقرر"),
        TextRow(
            .notEnrolledText, "Ask your instructor to let you in.", "Demandez à votre formateur de vous inscrire.",
            "اطلب من مدرّسك السماح لك بالدخول."),
        TextRow(
            .courseComplete, "You have completed the course. Well done!", "Vous avez terminé le cours. Bravo !",
            "لقد أكملت المقرر. أحسنت!"),
        TextRow(
            .courseEmpty,
            "There are no lessons here yet.",
            "Il n’y a pas encore de leçons ici.",
            "لا توجد دروس هنا بعد."),
        TextRow(
            .otherEnrolment,
            "You have a previous enrolment in this course.",
            "Vous avez une inscription antérieure à ce cours.",
            "لديك تسجيل سابق في هذا المقرر."),
        TextRow(.showTurn, "Show {label}", "Afficher {label}", "عرض {label}"),
        TextRow(.turnFrom, "the one of {date}", "celle du {date}", "تسجيل {date}"),
        TextRow(.backToCourse, "Back to the course", "Retour au cours", "العودة إلى المقرر"),
        TextRow(
            .backToPlatform,
            "Back to your learning platform",
            "Retour à votre plateforme",
            "العودة إلى منصة التعلّم"),
        TextRow(.lessonFrame, "Lesson: {lesson}", "Leçon : {lesson}", "الدرس: {lesson}"),
        TextRow(.lessonState, "State of this lesson", "État de cette leçon", "حالة هذا الدرس"),
        TextRow(
            .lessonInWindow, "This lesson opens in a window of its own.", "Cette leçon s’ouvre dans sa propre fenêtre.",
            "يُفتح هذا الدرس في نافذة مستقلة."),
        TextRow(
            .lessonInWindowText, "Close that window when you are done. Your progress appears here.",
            "Fermez cette fenêtre quand vous avez terminé. Votre progression apparaît ici.",
            "أغلق تلك النافذة عند الانتهاء. سيظهر تقدّمك هنا."),
        TextRow(.openLesson, "Open the lesson", "Ouvrir la leçon", "افتح الدرس"),
        TextRow(
            .reviewOnly,
            "You are looking at it again; nothing is recorded.",
            "Consultation : rien n’est enregistré.",
            "أنت تستعرضه؛ لن يُسجَّل شيء."),
        TextRow(.showWholeCourse, "Show the whole course", "Afficher tout le cours", "عرض المقرر كاملًا"),
    ]
}
