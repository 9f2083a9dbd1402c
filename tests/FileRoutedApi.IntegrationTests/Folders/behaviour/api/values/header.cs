using Microsoft.AspNetCore.Mvc;

string GET([FromHeader] decimal? price, [FromHeader] double? weight, [FromHeader] float? single, [FromHeader] Level? level, [FromHeader] Rights? rights, [FromHeader] bool? done, [FromHeader] int? take, [FromHeader] DateOnly? day, [FromHeader] Guid? id, [FromHeader] Point? point) => Show.Values(price, weight, single, level, rights, done, take, day, id, point);
