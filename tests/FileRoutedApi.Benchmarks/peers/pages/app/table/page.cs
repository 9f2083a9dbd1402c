var metadata = new PageMetadata { Title = "Customers" };

var customers = Enumerable.Range(1, 50).Select(
    number => new Customer($"Customer {number} & Sons", $"customer{number}@example.com", $"Ordered {number} < 100 items")).ToArray();

Html Page() => $"""
    <h1>Customers</h1>
    <table>
    <thead><tr><th>Name</th><th>Email</th><th>Note</th></tr></thead>
    <tbody>
    {Html.Each(customers, customer => $"<tr><td>{customer.Name}</td><td>{customer.Email}</td><td>{customer.Note}</td></tr>\n")}
    </tbody>
    </table>
    """;

record Customer(string Name, string Email, string Note);
