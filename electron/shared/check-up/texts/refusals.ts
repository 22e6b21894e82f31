/** Reasons that many checks share: `refusal` in features/check-up/checks/answers.ts. */
export const refusedZh = { unanswered: '服务器收到请求后一直不回答。', refused: '服务器拒绝了请求（{condition}）。' }
export const refusedEn = { unanswered: 'The server never answers the request.', refused: 'The server refuses the request ({condition}).' }
