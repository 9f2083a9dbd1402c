IResult Page(string? kind) => kind switch
{
    "text" => Results.Text("plain"),
    "redirect" => Results.Redirect("/site", permanent: true),
    _ => (Html)$"<h1>Html</h1>",
};
