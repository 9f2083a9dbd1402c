using System.ComponentModel.DataAnnotations;
object GET([Range(1, 9)] int id) => "reached";
