extension TextTable {
    static let platformServices: [TextRow] = [
        TextRow(
            .reconfigure, "Bring the registration at the platform up to date",
            "Mettre à jour l’enregistrement sur la plateforme", "تحديث التسجيل في المنصة"),
        TextRow(
            .platformPublicKey, "Public key (PEM)", "Clé publique (PEM)", "المفتاح العام (PEM)"),
        TextRow(
            .platformPublicKeyHelp, "Only where the platform has no key set URL.",
            "Seulement si la plateforme n’a pas d’adresse de jeu de clés.",
            "فقط إذا لم يكن للمنصة عنوان لمجموعة المفاتيح."),
        TextRow(
            .platformServices, "Participants and points", "Participants et points", "المشاركون والنقاط"),
        TextRow(.rosterPolicy, "Lists of participants", "Listes de participants", "قوائم المشاركين"),
        TextRow(
            .rosterPolicyHelp, "Whoever the platform lists is added; inactive members are paused.",
            "Les personnes listées par la plateforme sont ajoutées ; les inactives sont suspendues.",
            "يُضاف كل من تسرده المنصة، ويُوقف غير النشطين مؤقتًا."),
        TextRow(.rosterPolicyAuto, "Read regularly", "Lues régulièrement", "تُقرأ بانتظام"),
        TextRow(.rosterPolicyHand, "Read when staff ask for it", "Lues à la demande", "تُقرأ عند الطلب"),
        TextRow(.rosterPolicyOff, "Not read", "Non lues", "لا تُقرأ"),
        TextRow(.rosterHours, "Hours between two readings", "Heures entre deux lectures", "الساعات بين قراءتين"),
        TextRow(
            .rosterDropAfter, "Remove after so many lists without the member",
            "Retirer après ce nombre de listes sans le membre", "الإزالة بعد هذا العدد من القوائم بدون العضو"),
        TextRow(
            .rosterDropAfterHelp,
            "Only complete lists in a row count. 0 keeps everybody. Records stay, and who returns goes on.",
            "Seules comptent les listes complètes consécutives. 0 garde tout le monde. Les données restent.",
            "تُحتسب القوائم الكاملة المتتالية فقط. 0 يُبقي الجميع. تبقى السجلات ويتابع من يعود."),
        TextRow(
            .gradeMaximum, "Points of the columns that we make", "Points des colonnes que nous créons",
            "نقاط الأعمدة التي ننشئها"),
        TextRow(
            .gradeMaximumHelp, "What a full score counts to in the platform’s gradebook.",
            "Ce que vaut la note maximale dans le carnet de la plateforme.",
            "قيمة الدرجة الكاملة في سجل درجات المنصة."),
        TextRow(.platformGroups, "Platform’s groups", "Groupes de la plateforme", "مجموعات المنصة"),
        TextRow(
            .platformGroupsText,
            "Each group of the platform’s course can lead to a group here: its members belong to it and arrive there.",
            "Chaque groupe de la plateforme peut mener à un groupe d’ici : ses membres en font partie.",
            "يمكن لكل مجموعة في مقرر المنصة أن تقود إلى مجموعة هنا، فيكون أعضاؤها فيها."),
        TextRow(
            .platformGroupsOf, "Platform’s groups: {course}", "Groupes de la plateforme : {course}",
            "مجموعات المنصة: {course}"),
        TextRow(
            .noPlatformGroups, "No groups were read yet.", "Aucun groupe n’a encore été lu.",
            "لم تُقرأ أي مجموعات بعد."),
        TextRow(.readGroups, "Read the groups now", "Lire les groupes maintenant", "قراءة المجموعات الآن"),
        TextRow(
            .groupOwnName, "A group with the same name", "Un groupe du même nom", "مجموعة بالاسم نفسه"),
        TextRow(
            .groupsOfSet, "Every group of “{set}” to a group with its name",
            "Chaque groupe de « {set} » vers un groupe du même nom", "كل مجموعة من «{set}» إلى مجموعة باسمها"),
    ]
}
