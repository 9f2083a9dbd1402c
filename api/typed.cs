void Handler(ApiRequest req, ApiResponse<ResponseData> res) =>
    res.Status(200).Json(new ResponseData("Hello from FileRoutedApi!"));

record ResponseData(string Message);
