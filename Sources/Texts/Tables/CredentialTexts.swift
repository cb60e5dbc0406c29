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
            .secretShownOnce,
            "Copy the secret now: it isn’t shown again. An older secret of the same key works for seven days more.",
            "Copiez le secret maintenant : il ne sera plus affiché. L’ancien secret vaut encore sept jours.",
            "انسخ السر الآن: لن يُعرض مرة أخرى. يبقى السر القديم للمفتاح نفسه صالحًا سبعة أيام."),
        TextRow(.faultMissing, "This is needed", "Ceci est nécessaire", "هذا مطلوب"),
    ]
}
