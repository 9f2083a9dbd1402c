using Microsoft.AspNetCore.Mvc;

string POST([FromForm] Address? address) => address is null ? "null" : $"{address.City}";
