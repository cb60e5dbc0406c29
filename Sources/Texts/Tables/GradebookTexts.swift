extension TextTable {
    static let gradebook: [TextRow] = [
        TextRow(
            .gradebookComment, "Comment in the learning platform’s gradebook",
            "Commentaire dans le carnet de notes de la plateforme", "تعليق في سجل درجات منصة التعلّم"),
        TextRow(
            .gradebookCommentHelp,
            "Plain text. It stands beside the score, where the learner may read it, and is sent with every score.",
            "Texte brut. Il figure à côté de la note, où l’apprenant peut le lire, et accompagne chaque note.",
            "نص عادي. يظهر بجانب الدرجة حيث قد يقرؤه المتعلّم، ويُرسل مع كل درجة."),
        TextRow(
            .gradebookColumns, "Columns in the gradebook", "Colonnes du carnet de notes", "أعمدة سجل الدرجات"),
        TextRow(
            .noGradebookColumns, "No scores have a column yet.", "Aucune note n’a encore de colonne.",
            "لا يوجد عمود للدرجات بعد."),
        TextRow(.points, "Points", "Points", "النقاط"),
        TextRow(.columnOfPlatform, "The platform’s own", "Celle de la plateforme", "عمود المنصة"),
        TextRow(.columnMade, "Made by Lectern", "Créée par Lectern", "أنشأه Lectern"),
        TextRow(.columnRemoved, "Removed", "Supprimée", "محذوف"),
        TextRow(.removeColumn, "Remove this column", "Supprimer cette colonne", "حذف هذا العمود"),
        TextRow(.restoreColumn, "Use a column again", "Utiliser à nouveau une colonne", "استخدام عمود من جديد"),
    ]
}
