using Microsoft.AspNetCore.Mvc;
object POST([FromForm] AnnotatedAddress address) => "reached";
object PUT(ApiRequest<AnnotatedAddress> req) => "reached";
