const MOST = 99
/** What fits on a badge: 99+. What is read aloud must say the same as is seen (WCAG 2.5.3). */
export const badgeText = (n: number): string => (n > MOST ? `${MOST}+` : String(n))
