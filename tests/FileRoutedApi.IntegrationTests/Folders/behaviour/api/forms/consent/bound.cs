using Microsoft.AspNetCore.Mvc;

IResult POST([FromForm] Consent body) => Show.Json(body);
