using Microsoft.EntityFrameworkCore;

async Task<List<Note>> GET(Db db, CancellationToken stop) => await db.Notes.OrderBy(note => note.Id).ToListAsync(stop);

async Task<Note> POST(Note note, Db db, CancellationToken stop)
{
    db.Add(note);
    await db.SaveChangesAsync(stop);
    return note;
}
