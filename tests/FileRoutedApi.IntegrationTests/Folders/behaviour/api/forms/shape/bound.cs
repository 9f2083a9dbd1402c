using Microsoft.AspNetCore.Mvc;

string POST([FromForm] Shape shape) => shape.ToString();
