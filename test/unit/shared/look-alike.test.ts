import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { HIDDEN_SIGN, isSameName, looksLike, looksOf, mixesScripts, skeleton, visibleName } from '#shared/look-alike'
import confusables from '../../../electron/shared/confusables.json'

describe('what looks alike', () => {
  it.each([
    ['bob', 'bоb', 'Cyrillic о'], ['bob', 'b\u200bob', 'zero width space'], ['bob', 'ｂｏｂ', 'wide letters'], ['bob', '𝐛𝐨𝐛', 'bold letters of mathematics'],
    ['paypal', 'paypaI', 'capital i'], ['paypal', 'paypa1', 'digit one'], ['google', 'g00gle', 'zeros'], ['modern', 'modem', 'rn and m'],
    ['Anna', 'Аnna', 'Cyrillic А'], ['omega', 'οmega', 'Greek ο'], ['wang.wei', 'wang․wei', 'one dot leader'], ['王伟', '王\u200d伟', 'joiner between Han'],
    ['copas', 'сорав'.replace('в', 'ѕ'), 'Cyrillic с о р а ѕ'], ['paypal', 'раураl', 'Cyrillic р а у'], ['nona', 'ոօոа', 'Armenian ո օ'], ['John', 'Јоһո', 'Cyrillic, Armenian'],
    ['Bill', 'BiIl', 'I and l'], ['Bill', 'Bi1|', 'one and bar'], ['Karen', 'Karеո', 'two scripts'], ['admin', 'аdmіn', 'Cyrillic а і'], ['mark', 'rnark', 'm and rn'],
    ['scope', 'ѕсоре', 'Cyrillic all through'], ['Apple', 'Αррle', 'Greek Α, Cyrillic р'], ['ROSE', 'ᎡOᏚᎬ', 'Cherokee'], ['kate', 'кате', 'small capitals of Cyrillic'],
    ['Anna', '\u{1d5a0}\u{1d5c7}\u{1d5c7}\u{1d5ba}', 'sans letters of mathematics'], ['Ann', 'ⒶⓃⓃ'.replace(/[Ⓐ-Ⓩ]/gu, (one) => one.normalize('NFKC')).replace('A', 'Ꭺ'), 'Cherokee A'],
    ['王口', '王ロ', 'katakana ro'], ['王工', '王エ', 'katakana e'], ['二哥', 'ニ哥', 'katakana ni'], ['一一', '一ー', 'long vowel mark'], ['黄日', '黄⽇', 'radical of the sun'],
    ['张三', '張三'.replace('張', '\u5f20\ufe00'), 'variation selector'], ['ｗａｎｇ', 'wang', 'wide'], ['王　伟', '王 伟', 'wide blank'], ['vvei', 'wei', 'two v'],
    ['أحمد', 'أحم\u200dد', 'joiner within Arabic'], ['محمد', 'ﻣﺤﻤﺪ', 'forms of Arabic letters'], ['على', 'علی', 'Farsi yeh'],
    ['Wang Wei', 'Wang\u00a0Wei', 'blank that does not break'], ['ex-boss', 'ex‑boss', 'hyphen that does not break'], ['BOSS', 'ВОЅЅ', 'capitals of Cyrillic'],
  ])('%s and %s (%s)', (one, other) => {
    expect(looksLike(one, other)).toBe(true)
    expect(looksLike(other, one)).toBe(true)
  })

  it.each([['bob', 'rob'], ['王伟', '王偉'], ['Ian', 'Lan'], ['Lily', 'Iily'], ['MALI', 'mali1'], ['Миша', 'Маша'], ['日', '曰'], ['O', 'Q'], ['José', 'Jose'], ['Jose', 'José'], ['Анна', 'Алла'], ['anna', 'anne'], ['', 'a'], ['大', '太']])('not %s and %s', (one, other) => {
    expect(looksLike(one, other)).toBe(false)
  })

  it('the same is not a look-alike, also not in capitals', () => {
    expect([looksLike('Bob', 'bob'), isSameName(' Bob', 'bOB'), looksLike('é', 'e\u0301')]).toEqual([false, true, false])
  })

  it.each(Object.entries({
    Chinese: '王伟 王芳 李娜 李娟 张敏 张静 刘洋 刘强 陈杰 陈洁 杨磊 赵军 赵君 黄海 周涛 吴昊 吴吴 徐明 孙丽 马超 朱一 胡八一 郭小川 何大人 高太入 林木木 罗口 梁工 宋干 宋千 郑于 谢未来 谢末来 韩已 韩己 唐日 唐田 冯甲 冯由 董土 曹天 曹夫 袁贝 袁见 王力 王刀 李夕 人 入 八 几 九 力 刀 大 太 犬 木 本 目 自 白 百 司马光 欧阳修 喜鹊',
    Russian: 'Анна Алла Инна Нина Иван Яна Яков Пётр Павел Сергей Сергий Мария Марина Дарья Дария Илья Юлия Лилия Елена Алёна Олег Ольга Игорь Вера Зоя Лев Роман Рамон Тарас Борис Соня Сеня Катя Костя Лёша Алеша Ира Юра Света Слава Шура Саша Маша Миша Паша Даша Глаша',
    Ukrainian: 'Іван Ігор Олена Оксана Наталія Тетяна Їжак Євген Юрій Андрій Сергій Богдан Тарас Остап Марічка',
    Greek: 'Γιώργος Γιάννης Μαρία Ελένη Κώστας Νίκος Δημήτρης Παναγιώτης Βασίλης Χρήστος Άννα Σοφία Ιωάννα Αθηνά',
    Arabic: 'محمد أحمد محمود حامد علي عمر عمرو عثمان حسن حسين فاطمة عائشة زينب مريم خالد يوسف إبراهيم سعيد سعاد نور نورا ليلى سلمى سليم سالم كريم كرم رامي راما',
    Hebrew: 'דוד דן דנה יוסף יוסי יעל יעקב שרה שירה רחל רון רוני אורי אור משה מאיר נועם נועה תמר תום אברהם יצחק לאה מיכל מיכאל חנה חן',
    Persian: 'رضا مینا مهدی سارا زهرا پرویز بهرام بهمن شیرین فرهاد گلناز',
    Korean: '김민준 이서연 박지훈 최수진 정민수 강지민 조현우 윤서준 장미란 임하늘',
    Japanese: '佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 ユウコ ユウゴ ゆうこ さくら サクラ ハナコ はなこ たろう タロウ',
    Hindi: 'अमित अनिल सुनील सुनीता राम रमा श्याम सीता गीता राधा',
    Latin: 'Anna Anne Ann Ian Lan Lin Min Bill Will Jill Gill Ali Alice Al Alan Allan Alina Mia Mila Lia Lisa Ilsa Max Mark Marc Maria Marina José Jose Jörg Jorge Zoë Zoe Renée Rene Ole Olé Óscar Oscar Łukasz Lukasz Nguyễn Nguyên Nguyen Li Lu Lü Ou Ye Yi Wei Wen Wan',
  }))('names of people in %s are not taken for each other', (_, list) => {
    const names = list.split(' ')
    expect(names.flatMap((one, i) => names.slice(i + 1).filter((other) => looksLike(one, other)).map((other) => `${one} ${other}`))).toEqual([])
    expect(names.filter((name) => mixesScripts(name) || visibleName(name) !== name)).toEqual([])
  })

  it('the table says what Unicode says, of every character', async () => {
    const { readConfusables } = (await import(pathToFileURL(join(process.env.MAGPIE_REPO!, 'build/scripts/lib/confusables.mjs')).href)) as { readConfusables(bytes: Buffer): Map<string, string> | null }
    // What this Node carries; another version of Unicode, or a Node without, says nothing of ours.
    const all = process.versions.unicode === confusables.unicode ? readConfusables(readFileSync(process.execPath)) : null
    const isIgnored = /\p{Default_Ignorable_Code_Point}/u
    for (const [char, prototype] of all ?? []) {
      const wanted = char.normalize('NFD') !== char ? skeleton(char.normalize('NFD')) : isIgnored.test(char) ? '' : prototype.normalize('NFD')
      if (skeleton(char) !== wanted) expect([char.codePointAt(0)!.toString(16), skeleton(char)]).toEqual([char, wanted])
    }
    expect(confusables.prototypes.reduce((sum, [, alike]) => sum + [...alike!].length, 0)).toBeGreaterThan(2800)
  })

  it('is quick also with what is long and strange', () => {
    expect(looksOf('\u0430'.repeat(20_000))[0]).toHaveLength(20_000)
    expect(skeleton('\u200b'.repeat(50_000))).toBe('')
    expect(looksOf('rn'.repeat(10_000))[0]).toHaveLength(10_000)
  })
})

describe('marks that one does not see', () => {
  it.each([
    ['evil\u202etxt.exe', `evil${HIDDEN_SIGN}txt.exe`], ['bo\u200bb', `bo${HIDDEN_SIGN}b`], ['a\u2066\u2067\u2069b', `a${HIDDEN_SIGN}b`], ['b\u200dob', `b${HIDDEN_SIGN}ob`],
    ['two\nlines', 'two lines'], ['tag\u{e0041}', `tag${HIDDEN_SIGN}`], ['bob\u200f', `bob${HIDDEN_SIGN}`], ['\u3164', HIDDEN_SIGN],
  ])('%j is shown as %j', (text, shown) => expect(visibleName(text)).toBe(shown))

  it.each(['👩‍👩‍👧', '👋🏽', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'می‌خواهم', 'क्‍ष', 'שלום\u200f!', '喜鹊', 'José', 'Zoë 🎉'])('%s stays', (text) => expect(visibleName(text)).toBe(text))
})

it('scripts mixed in a word', () => {
  expect(['bоb', 'exаmple.org', 'Аnna Smith', 'bօb', 'ROᏚE'].map(mixesScripts)).toEqual([true, true, true, true, true])
  expect(['bob', 'Анна Smith', '王Wei', 'αβγ', 'данные.рф'].map(mixesScripts)).toEqual([false, false, false, false, false])
})
