using Microsoft.AspNetCore.Mvc;

// Everything that [FromForm] may stand before, side by side.
string POST(
    [FromForm] string name,
    [FromForm] int? age,
    [FromForm] string[] topics,
    [FromForm] List<int> ids,
    [FromForm(Name = "home")] Address address,
    [FromForm] Join join,
    [FromForm] byte[]? raw,
    IFormFile? file,
    IFormCollection form) =>
    $"{name} {age} {string.Join('+', topics)} {string.Join('+', ids)} {address.City} {join.Plan} {raw?.Length} {file?.FileName} {form.Count}";
