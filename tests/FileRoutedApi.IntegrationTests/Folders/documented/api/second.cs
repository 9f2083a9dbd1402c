/// <summary>Says who you are.</summary>
void Handler(ApiRequest<RequestData> req, ApiResponse<ResponseData> res) => res.Status(201).Json(new ResponseData(1));

record RequestData(string Name);
record ResponseData(int Number);
