using Microsoft.AspNetCore.Mvc;

string POST([FromForm] decimal? price, [FromForm] double? weight, [FromForm] float? single, [FromForm] Level? level, [FromForm] Rights? rights, [FromForm] bool? done, [FromForm] int? take, [FromForm] DateOnly? day, [FromForm] Guid? id, [FromForm] Point? point) => Show.Values(price, weight, single, level, rights, done, take, day, id, point);
