import { strings } from '../../lib/i18n/strings'

/** By the names of the fields. */
export const fieldTexts = strings({
  zh: {
    fullName: '姓名', nickname: '昵称', note: '个人说明', birthday: '生日', phone: '电话', email: '邮箱', website: '主页', organisation: '单位', jobTitle: '职位',
    street: '街道', locality: '城市', region: '省', postcode: '邮编', country: '国家', address: '通讯地址',
  },
  en: {
    fullName: 'Name', nickname: 'Nickname', note: 'About', birthday: 'Birthday', phone: 'Phone', email: 'Email', website: 'Website', organisation: 'Organisation', jobTitle: 'Position',
    street: 'Street', locality: 'City', region: 'Region', postcode: 'Postcode', country: 'Country', address: 'Postal address',
  },
})
