using Microsoft.AspNetCore.Mvc;

[RequestFormLimits(ValueCountLimit = 2)]
string POST(IFormCollection form) => $"{form.Count}";
