using System.ComponentModel.DataAnnotations;

string GET([Range(1, 10)] long n) => "reached";

string POST(Wide wide) => "reached";

string PUT(Dictionary<string, List<Narrow>> all) => "reached";

record Wide([property: Range(1, 100)] long? N = null, [property: Range(1, 100)] double? D = null, [property: Range(1, 100)] string? S = null);

class Narrow
{
    [Range(0, 10)]
    public int N { get; set; }
}
