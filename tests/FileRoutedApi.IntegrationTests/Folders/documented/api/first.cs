void Handler(ApiRequest req, ApiResponse<ResponseData> res) => res.Status(200).Json(new ResponseData("first"));

record ResponseData(string Message);
