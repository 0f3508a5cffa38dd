// Where notes stand in a margin: one pure function, no page. Tested on tests/cases/note_places.json.
//
// words: for each note, how far down its words stand (px), were no room given; heights: its height (px);
// passages: the number of the passage that it belongs to, never falling; chosen: the index of a note, or -1.
// Notes stand in the order of their words, `gap` px apart: each on the line of its words, or below the note before it.
// - A note that would begin more than `late` px below its words makes the notes before it walk up: not over one another,
//   and at most `early` px, about a screen, above their words; a passage with still more notes has some that are later.
// - Where that does not suffice, the text gives way: room before the passage, never inside it; shared with the passages
//   before it, whose notes may then stand above their words by as much as others below: several small gaps, not a large one.
// - The chosen note stands on its line; those above walk up, those below walk down; the text stays.
// Returns places (px from the top, room included), rooms (passage → px before it) and bottom (where the last note ends).
export function placeNotes({ words, heights, passages, chosen = -1, gap = 9, late = 300, early = 900 }) {
  const count = words.length;
  const given = new Array(count); // room before each note's words
  const rooms = new Map();
  const slack = new Array(count); // how much lower its words may come while the note stands where it may stand at the earliest
  // first how much room each passage needs, with all notes before it as high as they may stand
  let room = 0;
  let least = 0; // where the next note may begin at the earliest
  for (let first = 0, end; first < count; first = end) {
    for (end = first; end < count && passages[end] === passages[first]; end += 1);
    let lateness = 0; // of a note in this passage, were its first note on its words
    for (let n = first, bottom = words[first]; n < end; n += 1) {
      const place = Math.max(words[n], bottom);
      lateness = Math.max(lateness, place - words[n]);
      bottom = place + heights[n] + gap;
    }
    const upward = Math.min(early, Math.max(0, lateness - late)); // what this passage asks of its own notes
    let wanted = 0;
    for (let n = first, place = least; n < end; n += 1) {
      wanted = Math.max(wanted, place - words[n] - room - late);
      place += heights[n] + gap;
    }
    // a passage too full for its words gets room for no more than its first note asks
    wanted = Math.min(wanted, Math.max(0, least - (words[first] + room - upward)));
    if (wanted > 0) {
      wanted = Math.ceil(wanted);
      share({ wanted, first, passages, rooms, slack, given });
      room += wanted;
    }
    for (let n = first; n < end; n += 1) {
      given[n] = room;
      const line = words[n] + room - upward;
      least = Math.max(least, line);
      slack[n] = least - line + Math.min(late, early - upward);
      least += heights[n] + gap;
    }
  }
  // then the places: downwards as late as the notes before make them, upwards as early as the notes after need them
  const lines = words.map((word, n) => word + given[n]);
  const places = new Array(count);
  for (let n = 0, bottom = 0; n < count; n += 1) {
    places[n] = Math.max(lines[n], bottom);
    bottom = places[n] + heights[n] + gap;
  }
  for (let n = count - 1, most = Infinity; n >= 0; n -= 1) {
    most = Math.min(most, lines[n] + late);
    places[n] = Math.min(places[n], Math.max(most, lines[n] - early));
    most = places[n] - (n ? heights[n - 1] + gap : 0);
  }
  settle(places, heights, gap, 0);
  if (chosen >= 0) {
    let above = 0; // what the notes before it take at least
    for (let n = 0; n < chosen; n += 1) above += heights[n] + gap;
    places[chosen] = Math.max(lines[chosen], above);
    for (let n = chosen - 1, top = places[chosen]; n >= 0; n -= 1) {
      places[n] = Math.min(places[n], top - heights[n] - gap);
      top = places[n];
    }
    settle(places, heights, gap, chosen);
  }
  const bottom = count ? places[count - 1] + heights[count - 1] : 0;
  return { places, rooms, bottom };
}

const REACH = 12; // passages before the one that needs room which may share it

// Give the room that a passage needs: to it and to the passages before it, as evenly as their notes allow.
function share({ wanted, first, passages, rooms, slack, given }) {
  const last = passages[first];
  const most = []; // of the room, how much may stand before the passages last - 1, last - 2 …, all earlier ones included
  for (let passage = last - 1, n = first - 1, bound = wanted; passage >= Math.max(1, last - REACH); passage -= 1) {
    for (; n >= 0 && passages[n] >= passage; n -= 1) bound = Math.min(bound, Math.floor(slack[n]));
    if (bound < 1) break;
    most.push(bound);
  }
  const upTo = (level) => {
    let sum = 0;
    const shares = [];
    for (let k = most.length - 1; k >= 0; k -= 1) {
      const part = Math.max(0, Math.min(level - (rooms.get(last - 1 - k) ?? 0), most[k] - sum));
      sum += part;
      shares.push([last - 1 - k, part]);
    }
    return [...shares, [last, wanted - sum]];
  };
  let [low, high] = [0, wanted]; // the lowest gap, in whole px, that needs to be before the passage itself
  while (low < high) {
    const level = (low + high) >> 1;
    if (upTo(level).at(-1)[1] <= level) high = level;
    else low = level + 1;
  }
  let sum = 0;
  let n = first;
  while (n > 0 && passages[n - 1] >= last - most.length) n -= 1;
  for (const [passage, part] of upTo(high)) {
    if (part) rooms.set(passage, (rooms.get(passage) ?? 0) + part);
    sum += part;
    for (; n < first && passages[n] === passage; n += 1) {
      given[n] += sum;
      slack[n] -= sum;
    }
  }
}

// From one note on, none over the note before it.
function settle(places, heights, gap, from) {
  for (let n = from + 1; n < places.length; n += 1) {
    places[n] = Math.max(places[n], places[n - 1] + heights[n - 1] + gap);
  }
}
