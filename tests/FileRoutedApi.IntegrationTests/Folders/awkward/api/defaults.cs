using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

string GET(Level? level = Level.High, Level other = Level.Low) => $"{level} {other}";

Note POST(Note note) => note;

object PUT([AsParameters] Span span) => span;

enum Level { Low, High }

record Span([Range(1, 9)] int? From, [StringLength(3)] string? To = null);

class Note
{
    [Required, JsonIgnore]
    public string? Unsent { get; set; }

    [Required]
    public string Shown { get; } = "shown";

    [Required]
    public string? Text { get; set; }
}
