/** Said by checks of every area. `{condition}` is filled with words (facts.ts). */
export const refusedZh = { unanswered: '服务器收到请求后一直不回答。', refused: '服务器拒绝了请求（{condition}）。' }
export const refusedEn = { unanswered: 'The server never answers the request.', refused: 'The server refuses the request ({condition}).' }
export const offlineZh = '没能再建立一个会话，所以没有测试。'
export const offlineEn = 'Not tried: no further session could be opened.'
export const undeliveredZh = '测试消息没有送到，所以没有测试。'
export const undeliveredEn = 'Not tried: the test messages did not arrive.'
