extension TextTable {
    static let statements: [TextRow] = [
        TextRow(
            .statementsText,
            "Learning records as they are stored. Each reading stands in the audit log.",
            "Les énoncés tels qu’ils sont enregistrés. Chaque lecture figure au journal d’audit.",
            "سجلات التعلّم كما هي محفوظة. كل قراءة تُسجَّل في سجل التدقيق."),
        TextRow(.actorField, "Who", "Qui", "مَن"),
        TextRow(
            .actorHelp,
            "A whole email address, the name of an account of this service, or homePage|name.",
            "Une adresse entière, le nom d’un compte de ce service, ou homePage|name.",
            "عنوان بريد كامل، أو اسم حساب في هذه الخدمة، أو homePage|name."),
        TextRow(.verbField, "Verb", "Verbe", "الفعل"),
        TextRow(.objectField, "Object", "Objet", "الموضوع"),
        TextRow(.noStatements, "There are no such statements.", "Aucun énoncé de ce genre.", "لا توجد بيانات كهذه."),
        TextRow(.provesLessons, "Evidence for", "Preuve pour", "دليل على"),
        TextRow(.voidedBy, "Voided by", "Annulé par", "أُبطل بواسطة"),
        TextRow(.voidStatement, "Void this statement", "Annuler cet énoncé", "إبطال هذا البيان"),
        TextRow(
            .voidStatementText,
            "It stays stored but counts no more: what rested on it is judged anew. This can’t be undone.",
            "Il reste enregistré mais ne compte plus : ce qui en dépendait est réévalué. C’est irréversible.",
            "يبقى محفوظًا لكنه لا يُحتسب: يُعاد تقييم ما استند إليه. لا يمكن التراجع عن ذلك."),
    ]
}
