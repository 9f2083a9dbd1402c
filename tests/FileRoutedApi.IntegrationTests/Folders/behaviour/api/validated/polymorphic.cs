using System.Text.Json.Serialization;
using FluentValidation;
object POST(Animal animal) => "reached";
object PUT(ApiRequest<Animal[]> req) => "reached";

[JsonDerivedType(typeof(Dog), "dog")]
record Animal;
record Dog(string Name) : Animal;
class DogValidator : AbstractValidator<Dog> { public DogValidator() => RuleFor(dog => dog.Name).NotEmpty(); }
