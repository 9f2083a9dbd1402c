using System.Text.Json;

JsonElement POST(JsonElement body) => body;
