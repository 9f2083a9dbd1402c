Page<Page<Row>> GET(string tenant) => new([], null);

Outer.Inner POST(Other.Inner body) => new("a");

Dictionary<string, List<Row?>> PUT(Dictionary<Access, Row> body) => [];

Tree PATCH(Tree tree) => tree;
