void Handler(ApiResponse res, Exception error) => res.Json(new { thrown = error.GetType().Name });
