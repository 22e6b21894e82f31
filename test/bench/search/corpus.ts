/** Messages as people write them, invented: words and characters by Zipf's law, the same ones in every run. */

/** A small generator with a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Draws ranks 0 … size-1, rank r as often as 1/(r+2.7). */
function zipf(size: number, random: () => number): () => number {
  const sums = new Float64Array(size)
  let sum = 0
  for (let rank = 0; rank < size; rank++) sums[rank] = sum += 1 / (rank + 2.7)
  return () => {
    const wanted = random() * sum
    let low = 0
    for (let high = size - 1; low < high;) {
      const middle = (low + high) >> 1
      if (sums[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

const COMMON_ZH = [...'的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运']
const COMMON_EN = 'the of and a to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made may part over new sound take only little work know place year live me back give most very after thing our just name good sentence man think say great where help through much before line right too mean old any same tell boy follow came want show also around form three small set put end does another well large must big even such because turn here why ask went men read need land different home us move try kind hand picture again change off play spell air away animal house point page letter mother answer found study still learn should america world'.split(' ')
const SYLLABLES = 'an ter con pro men tion al ver est ing ra lo mi ka shu ber sta gre po li den mar tor ci ne wil har ju cre fo'.split(' ')

export interface Corpus {
  next(): string
  zhWord(): string
  enWord(): string
}

export function createCorpus(seed: number): Corpus {
  const random = randomOf(seed)
  const range = (from: number, to: number) => from + Math.floor(random() * (to - from + 1))
  const chars = [...COMMON_ZH]
  for (let code = 0x4e00; chars.length < 3500; code += 5) if (!COMMON_ZH.includes(String.fromCharCode(code))) chars.push(String.fromCharCode(code))
  const char = zipf(chars.length, random)
  const zhWords = Array.from({ length: 12_000 }, (_, i) => Array.from({ length: i < 150 ? 1 : [2, 2, 2, 3, 4][i % 5]! }, () => chars[char()]).join(''))
  const enWords = [...COMMON_EN]
  while (enWords.length < 25_000) enWords.push(Array.from({ length: range(2, 4) }, () => SYLLABLES[range(0, SYLLABLES.length - 1)]).join(''))
  const zhRank = zipf(zhWords.length, random)
  const enRank = zipf(enWords.length, random)
  const zhWord = () => zhWords[zhRank()]!
  const enWord = () => enWords[enRank()]!
  const chinese = () => {
    let text = ''
    for (let n = range(2, 16); n > 0; n--) text += zhWord() + (random() < 0.15 ? '，' : '')
    return text + ['。', '', '！', '？', '👍', '😂', ''][range(0, 6)]
  }
  const english = () => {
    const words = Array.from({ length: range(2, 16) }, enWord)
    words[0] = words[0]![0]!.toUpperCase() + words[0]!.slice(1)
    return words.join(' ').replace(/ (\w+)$/, random() < 0.2 ? ', $1' : ' $1') + ['.', '', '!', '?', ' :)', ' https://example.org/a/b'][range(0, 5)]
  }
  // Half Chinese; a tenth of those, and of the others, with something of the other script in it.
  const next = () => {
    const kind = random()
    if (kind < 0.45) return chinese()
    if (kind < 0.5) return `${chinese()} ${enWord()} ${chinese()}`
    return kind < 0.95 ? english() : `${english()} ${zhWord()}`
  }
  return { next, zhWord, enWord }
}
