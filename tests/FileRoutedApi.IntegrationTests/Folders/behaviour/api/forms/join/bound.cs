using Microsoft.AspNetCore.Mvc;

IResult POST([FromForm] Join body) => Show.Json(body);
