string GET(string[] slug) => string.Join('|', slug);
string POST(string[] slug, Todo todo) => string.Join('|', slug) + todo.Title;
string PUT(string slug) => slug;
string DELETE([AsParameters] Rest rest) => string.Join('|', rest.Slug);

record Rest([property: FromCatchAll] string[] Slug);
