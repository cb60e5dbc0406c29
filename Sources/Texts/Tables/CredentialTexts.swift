extension TextTable {
    static let credentials: [TextRow] = [
        TextRow(
            .credentialsText,
            "For programs that write to or read from the learning record store, by HTTP Basic.",
            "Pour les programmes qui écrivent ou lisent dans le LRS, par HTTP Basic.",
            "للبرامج التي تكتب في مستودع سجلات التعلّم أو تقرأ منه عبر HTTP Basic."),
        TextRow(
            .noCredentials, "There are no credentials yet.", "Aucun accès pour l’instant.", "لا توجد بيانات اعتماد بعد."
        ),
        TextRow(.keyID, "Key", "Clé", "المفتاح"),
        TextRow(.secret, "Secret", "Secret", "السر"),
        TextRow(.scopes, "Scopes", "Portées", "النطاقات"),
        TextRow(.endpoint, "Endpoint", "Adresse", "نقطة الوصول"),
        TextRow(.addCredential, "Issue a credential", "Créer un accès", "إصدار بيانات اعتماد"),
        TextRow(.rotateSecret, "New secret", "Nouveau secret", "سر جديد"),
        TextRow(.revoke, "Revoke", "Révoquer", "إلغاء"),
        TextRow(.revoked, "Revoked", "Révoqué", "مُلغى"),
        TextRow(.rateField, "Requests a second", "Requêtes par seconde", "الطلبات في الثانية"),
        TextRow(
            .rateHelp, "Empty: as for all. 0: as many as it likes.", "Vide : comme pour tous. 0 : sans limite.",
            "فارغ: كما للجميع. 0: بلا حد."),
        TextRow(
            .secretShownOnce, "Copy the secret now: it isn’t shown again.",
            "Copiez le secret maintenant : il ne sera plus affiché.", "انسخ السر الآن: لن يُعرض مرة أخرى."),
        TextRow(
            .overlapField, "The secret before works for", "L’ancien secret vaut encore", "يبقى السر السابق صالحًا"),
        TextRow(.overlapWeek, "7 days", "7 jours", "7 أيام"),
        TextRow(.overlapDay, "24 hours", "24 heures", "24 ساعة"),
        TextRow(.overlapMonth, "30 days", "30 jours", "30 يومًا"),
        TextRow(.overlapNone, "No longer", "Plus du tout", "لا مزيد"),
        TextRow(
            .earlierSecretEnds, "The secret before works until", "L’ancien secret vaut jusqu’au",
            "يبقى السر السابق صالحًا حتى"),
        TextRow(.changeCredential, "Change the credential", "Modifier l’accès", "تعديل بيانات الاعتماد"),
        TextRow(
            .revokeText,
            "The next request with this key is refused, and it can’t be given back. Statements that it sent stay.",
            "La prochaine requête avec cette clé sera refusée, sans retour. Les énoncés envoyés restent.",
            "سيُرفض الطلب التالي بهذا المفتاح ولا يمكن التراجع. تبقى البيانات التي أرسلها."),
        TextRow(.scopeStatementsWrite, "Store statements", "Enregistrer des énoncés", "حفظ البيانات"),
        TextRow(
            .scopeStatementsReadMine, "Read the statements that it sent", "Lire les énoncés qu’il a envoyés",
            "قراءة البيانات التي أرسلها"),
        TextRow(.scopeStatementsRead, "Read all statements", "Lire tous les énoncés", "قراءة كل البيانات"),
        TextRow(.scopeState, "Read and keep states", "Lire et garder des états", "قراءة الحالات وحفظها"),
        TextRow(
            .scopeDefine, "Define activities by its statements", "Définir des activités par ses énoncés",
            "تعريف الأنشطة ببياناته"),
        TextRow(.scopeProfile, "Read and keep profiles", "Lire et garder des profils", "قراءة الملفات وحفظها"),
        TextRow(.scopeAllRead, "Read everything", "Tout lire", "قراءة كل شيء"),
        TextRow(.scopeAll, "Read and store everything", "Tout lire et enregistrer", "قراءة كل شيء وحفظه"),
        TextRow(
            .scopeKeepAuthority, "Keep the authority that statements name",
            "Garder l’autorité nommée par les énoncés", "إبقاء المرجع الذي تسميه البيانات"),
        TextRow(
            .scopeMergeAgents, "See all identifiers of a person together",
            "Voir ensemble les identifiants d’une personne", "رؤية كل معرّفات الشخص معًا"),
        TextRow(.faultMissing, "This is needed", "Ceci est nécessaire", "هذا مطلوب"),
    ]
}
