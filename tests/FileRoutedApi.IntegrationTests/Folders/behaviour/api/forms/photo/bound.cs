using Microsoft.AspNetCore.Mvc;

object POST([FromForm] Photo body) => body.Show();
