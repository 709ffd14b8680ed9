/** A good answer to each probe whose answer is a text under rules, by its id. */
export const KNOWN_PROSE: Readonly<Record<string, string>> = {
  'writing-01': 'The salt of the sea dried on my skin. The wind carried salt and the cry of gulls.',
  'writing-02': 'In winter the lake sleeps under grey ice.',
  'writing-03': 'The dog slept next to the stove.',
  'writing-04': 'Trees give us shade.',
  'writing-05': 'Warm bread, warm hearts.',
  'writing-06': '- They are quiet.\n- They keep you fit.\n- They cost little.',
  'writing-07': 'cloudy in the morning, sun later on, and a cool wind at night.',
  'writing-08':
    'Rain taps upon the pane,\nit sings along the lane,\nit fills the thirsty ground,\nand hushes with its sound.',
  'writing-09':
    'Thank you so much for the lovely evening, the fine food and the long talk by the fire last week.\nYours, Kim',
  'writing-10': 'It is a grey animal with a trunk and wide ears. It never forgets, they say.',
  'writing-11': 'A fruit hangs red\nPast the leaves\nPlucked by hand\nLunch for two\nEaten slowly',
  'writing-12':
    'The lighthouse stands alone upon its rock.\n\nAt night its beam walks over the dark water.',
  'writing-13': 'Seven sleepy swans swim silently.',
  'writing-14': 'The lamp gave out its little light,\nand led us home across the night.',
  'writing-15': 'Cold pond resting\nFrog jumps in\nRings grow wide',
  'writing-16':
    'The old river winds slowly through green meadows and carries small leaves to the sea.',
  'writing-17': 'We sat by the fire and ate a bit of cake.',
  'writing-18':
    'White fields lie still\nIce hangs from roofs\nNights grow long now\nTea warms our hands\nEvery window shines bright\nRobins wait for spring',
  'writing-19':
    'I found a little stone\nbeside the morning sea;\nI walked there all alone\nand it came home with me.',
  'writing-20':
    'Honey is made by bees from the nectar of many flowers. It keeps for a very long time in jars. My family eats it every single morning on fresh bread.',
  'writing-21': 'Music is a warm wind that fills my soul.',
  'writing-22':
    'Night\nSilver moon\nOver quiet hills\nA fox walks home\nUnder the cold bright stars',
  'writing-23':
    'Cars crawl, cats climb, clocks chime, cafes close, couples chat, cold clouds cover church crowns and chimneys.',
  'writing-24':
    'Heavy carts return at dusk\nApples shine in every basket\nRed leaves drift in air\nVines hang ripe and sweet\nEvening settles in the valley\nSheaves line the stubble fields\nThen all rest near fires',
  'chat-01':
    'We are closed on Mondays, but you are welcome from Tuesday to Saturday between 10 and 18.',
  'chat-02': 'Arr! The wind blows fair and the sun be shining.',
  'chat-03': 'dog',
  'chat-04': 'Hello Maria, how are you?',
  'chat-05': 'Bees make honey. Anything else?',
  'chat-06': 'It will be ready on Thursday.',
  'chat-07': '- Flour\n- Water and salt\n- Yeast',
  'chat-08': 'The River Thames flows through London.',
  'chat-09': 'Arr! It be four, matey.',
  'chat-10': 'Forgive me for your birthday, I feel terrible; let me invite you to dinner.',
  'chat-11': 'No, on Saturday we close at 18:00.',
  'chat-12': 'THE SKY IS BLUE.',
  'chat-13': 'green',
  'chat-14': 'Hunters of the Night\n\nOwls fly without a sound and hunt by ear.',
  'chat-15': 'The highest is Mont Blanc, on the border of France and Italy.',
  'chat-16':
    'In autumn the trees rest and stop to feed their leaves. Then the leaves dry and fall.',
  'chat-17': 'No, not even for a test.',
  'chat-18': 'Have you ever looked at a map of the Arctic?',
  'chat-19': 'You can fetch it on Wednesday at the earliest.',
  'chat-20':
    '1. Cats have very soft fur. 2. They sleep for many hours. 3. At night they hunt mice.',
  'chat-21': 'It is a grass eater like a horse whose black and white stripes cover its whole body.',
  'chat-22': 'You are doing great!\nEvery single day brings you something new.',
  'chat-23': 'My stomach growls, so we eat soup.',
  'chat-24': 'My morning began with rain. Rain fell on the garden. Garden work had to wait.',
}
