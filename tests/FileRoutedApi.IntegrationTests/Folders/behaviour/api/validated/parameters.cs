using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

object GET(
    [Range(1, 100)] int take = 10,
    [StringLength(3)] string? q = null,
    [FromHeader(Name = "X-Code"), RegularExpression("^[a-z]+$")] string? code = null,
    [FromQuery(Name = "tag"), MaxLength(2)] string[]? tags = null,
    [Display(Name = "The page"), Range(1, 9)] int? Page = null) => "reached";

object POST([Required] IFormFile? file, [FromForm, MaxLength(3)] string? note) => "reached";
