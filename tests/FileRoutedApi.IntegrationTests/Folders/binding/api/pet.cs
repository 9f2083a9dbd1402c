using System.Text.Json.Serialization;

string POST(ApiRequest<Pet> req) => req.Body.Name;
string PUT(Pet pet) => pet.Name;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind"), JsonDerivedType(typeof(Cat), "cat")]
abstract record Pet(string Name);
record Cat(string Name, int Lives) : Pet(Name);
