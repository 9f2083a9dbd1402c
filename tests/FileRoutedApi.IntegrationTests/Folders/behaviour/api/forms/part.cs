// Parts of a form by their names, each as a type.
object POST(ApiRequest req) => new
{
    topics = req.Body["topics"]?.As<List<string>>(),
    ids = req.Body["ids"]?.As<HashSet<int>>(),
    age = req.Body["age"]?.As<int?>(),
    news = req.Body["news"]?.As<bool>(),
    level = req.Body["level"]?.As<Level>().ToString(),
    address = req.Body["address"]?.As<Address>(),
    city = (string)req.Body["address"]?["city"],
    file = req.Body["file"]?.As<IFormFile>().FileName,
    missing = req.Body["missing"] is null,
};
