string POST(Who who) => who.Role ?? "none";
record Who(string? Role);
