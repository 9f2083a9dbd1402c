using Microsoft.AspNetCore.Mvc;

[Consumes("application/json")]
void POST(ApiRequest<Who> req, ApiResponse res) => res.End(req.Body.Role);
record Who(string Role);
