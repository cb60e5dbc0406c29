extension TextTable {
    static let platformSettings: [TextRow] = [
        TextRow(
            .platformField, "Platform",
            "Plateforme",
            "المنصة"),
        TextRow(
            .linkField, "Link",
            "Lien",
            "الرابط"),
        TextRow(
            .platformUnknown, "Unknown platform",
            "Plateforme inconnue",
            "منصة غير معروفة"),
        TextRow(
            .showChosen, "Show",
            "Afficher",
            "عرض"),
        TextRow(
            .allOfThem, "All",
            "Tous",
            "الكل"),
        TextRow(
            .launchReferenceHelp, "The whole of it, as the page of a failed launch shows it.",
            "En entier, comme l’affiche la page d’un lancement échoué.",
            "كاملًا كما تعرضه صفحة التشغيل الفاشل."),
        TextRow(
            .launchReferenceUnknown, "No launch has this reference.",
            "Aucun lancement ne porte cette référence.",
            "لا يوجد تشغيل بهذا المرجع."),
        TextRow(
            .platformSettings, "Change the settings",
            "Modifier les réglages",
            "تغيير الإعدادات"),
        TextRow(
            .platformTokenAudience, "Audience of our assertions",
            "Destinataire de nos assertions",
            "الجهة المقصودة بتأكيداتنا"),
        TextRow(
            .platformTokenAudienceHelp, "Only where it isn’t the token URL.",
            "Seulement si ce n’est pas l’URL des jetons.",
            "فقط إذا لم يكن رابط الرموز."),
        TextRow(
            .platformAlgorithms, "Algorithms that it may sign with",
            "Algorithmes de signature acceptés",
            "خوارزميات التوقيع المقبولة"),
        TextRow(
            .platformAlgorithm, "Launches may be signed with {name}",
            "Les lancements peuvent être signés en {name}",
            "يمكن توقيع التشغيل بـ {name}"),
        TextRow(
            .platformProfiles, "Names and e-mail addresses",
            "Noms et adresses électroniques",
            "الأسماء وعناوين البريد"),
        TextRow(
            .platformProfilesKeep, "Kept as the platform sends them",
            "Conservés tels que la plateforme les envoie",
            "تُحفظ كما ترسلها المنصة"),
        TextRow(
            .platformProfilesNone, "Never stored",
            "Jamais conservés",
            "لا تُخزَّن أبدًا"),
        TextRow(
            .platformProfilesHelp, "What was stored before stays until the person is erased.",
            "Ce qui est déjà conservé reste jusqu’à l’effacement de la personne.",
            "ما خُزّن سابقًا يبقى حتى تُمحى بيانات الشخص."),
        TextRow(
            .platformPolicy, "Deployments never seen before",
            "Déploiements encore inconnus",
            "عمليات نشر لم تُرَ من قبل"),
        TextRow(
            .platformPolicyAuto, "Are taken",
            "Sont acceptés",
            "تُقبل"),
        TextRow(
            .platformPolicyAsk, "Wait for approval",
            "Attendent une approbation",
            "تنتظر الموافقة"),
        TextRow(
            .platformPolicyClosed, "Are refused",
            "Sont refusés",
            "تُرفض"),
        TextRow(
            .platformAnonymous, "Take launches that name no user",
            "Accepter les lancements sans utilisateur",
            "قبول التشغيل دون مستخدم"),
        TextRow(
            .platformOffTitle, "Switch {name} off?",
            "Désactiver {name} ?",
            "إيقاف {name}؟"),
        TextRow(
            .platformOffText,
            "Its launches are refused, running visits end, its lists of participants aren’t read, and scores that become due are given up until somebody sends them again.",
            "Ses lancements sont refusés, les visites en cours se terminent, ses listes de participants ne sont plus lues, et les notes à envoyer sont abandonnées jusqu’à ce qu’on les renvoie.",
            "يُرفض تشغيلها، وتنتهي الزيارات الجارية، ولا تُقرأ قوائم مشاركيها، وتُترك الدرجات المستحقة حتى يعيد أحد إرسالها."
        ),
        TextRow(
            .columnOffTitle, "Remove the column “{name}”?",
            "Supprimer la colonne « {name} » ?",
            "حذف العمود «{name}»؟"),
        TextRow(
            .columnOffText,
            "{platform} is told to delete it, with the scores that stand there. What is recorded here stays.",
            "{platform} reçoit l’ordre de la supprimer avec les notes qu’elle contient. Ce qui est enregistré ici reste.",
            "يُطلب من {platform} حذفه مع الدرجات التي فيه. يبقى ما هو مسجّل هنا."),
    ]
}
