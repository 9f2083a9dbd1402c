void POST(ApiRequest<Who> req, ApiResponse res) => res.End(req.Body.Role ?? "none");
record Who(string? Role);
