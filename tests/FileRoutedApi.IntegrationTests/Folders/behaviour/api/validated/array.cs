using System.ComponentModel.DataAnnotations;
object POST([Required, MinLength(2)] string[] lines) => "reached";
