using Microsoft.AspNetCore.Mvc;

IResult POST([FromForm] Everything body) => Show.Json(body);
