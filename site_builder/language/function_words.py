"""The commonest words and the special letters of languages in Latin script.

Articles, prepositions, conjunctions, pronouns, forms of "to be" and "to have", the words of news reports: every third
word of a text is among them. Words that several languages have stand in each; the others make the difference.
"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "en": "the of and to in is for that on with as was are by at it from be has have had its his her their this these "
    "will would which said says not but or an a after over up how why what who when where can could more about "
    "into than they we he she you your our been were new out all also may no if there between while against "
    "during",
    "fr": "le la les de des du un une et est en que qui dans pour sur par au aux avec ce cette ces sont a ont pas "
    "plus se ne elle ils elles nous vous on l d qu s n c j été être avoir après selon mais ou où son sa ses "
    "leur leurs comme entre sans fait deux tout tous aussi dont depuis contre face chez sera",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer eines einen einem um am sind noch wie über so zum zur war haben nur oder "
    "aber vor bis mehr durch ihre ihr seine sein gegen unter wegen wir ich kann soll will neue neuen vom beim "
    "sagte",
    "es": "el la los las de del que y en un una por con para se su al es lo como más pero sus le les ya o este esta "
    "estos ha han son sobre entre está están cuando también fue era ser sin hasta desde nos según contra tras "
    "no muy donde quien porque hay años",
    "pt": "o a os as de do da dos das que e em um uma para com não por no na nos nas se ao aos à às mais como mas foi "
    "é são pelo pela pelos sua seu suas seus ou também já entre sobre após até há diz está estão isso ele ela "
    "ser ter tem quando contra sem anos",
    "it": "il lo la i gli le di del della dei delle degli che e è in un una uno per con non si da dal dalla dai al "
    "alla ai nel nella nei sono più come anche ma se su sul sulla ha hanno dopo tra fra questo questa essere "
    "stato stata l d dell all nell sull c chi cosa suo sua loro contro anni",
    "nl": "de het een van en in is dat op te zijn voor met die aan er om ook als niet bij door naar over uit tot "
    "wordt worden maar heeft hebben nog wel geen of deze dit na meer werd kan zich volgens tegen hun hij zij ze "
    "wij ik was had moet moeten nieuwe tussen onder veel jaar zegt",
    "sv": "och att det som en på är av för med den till i inte om ett har de var så från men vid eller när kan sig "
    "efter under hade nu ska också enligt mellan vi han hon deras sin mot utan blir blev än får jag säger mer "
    "nya",
    "da": "og at det som en på er af for med den til i ikke om et har de var så fra men ved eller når kan sig efter "
    "under havde nu skal også ifølge mellem vi han hun deres sin mod uden bliver blev end få være jeg siger "
    "mere nye",
    "nb": "og at det som en på er av for med den til i ikke om et har de var så fra men ved eller når kan seg etter "
    "under hadde nå skal også ifølge mellom vi han hun deres sin mot uten blir ble enn få være jeg sier mer nye",
    "fi": "ja on ei että se oli hän myös mutta kun niin kuin joka jotka ovat mukaan sen vain tai jos nyt ole sekä jo "
    "vuonna jälkeen tämä olla voi kanssa ennen yli",
    "pl": "i w na z do się że nie to jest o po od za przez jak dla ale czy już są był była było oraz które który "
    "która także tym tego przy ma ze roku co może ich jego między",
    "cs": "a v na se že je s z do o pro k ve to si po jako za od podle však které který která také i jsou byl byla "
    "bylo být už jen při jeho jejich mezi roku nebo ale kdy ze",
    "ro": "și de la în a cu pe că nu o este din un pentru care mai să au fost ce sau dar după prin al ale lui sunt "
    "această acest între către",
    "hu": "a az és hogy nem is egy volt meg ez de már csak mint vagy még ki lesz szerint után el azt ezt magyar "
    "között van kell lehet",
    "tr": "ve bir bu da de için ile olarak olan çok daha ne gibi kadar sonra en o mi ancak ise her göre oldu dedi "
    "yeni arasında var yok büyük",
    "vi": "và của là các có cho trong được với một không những đã người này để từ trên ở cũng về sẽ khi năm đến tại "
    "nhiều theo ra vào",
    "id": "yang dan di dari untuk dengan ini pada itu dalam tidak akan ke adalah juga oleh sebagai telah bisa ada "
    "karena atau saat kata mereka kami lebih tahun",
}  # fmt: skip
"""Language -> its commonest words, in lower case."""

LETTERS: dict[str, str] = {
    "en": "é",  # café, Pokémon, Beyoncé
    "fr": "éèêëàâùûçîïôœ", "de": "äöüß", "es": "áéíóúñü", "pt": "ãõáâàéêíóôúç", "it": "àèéìòù", "nl": "ëï", "sv": "åäö",
    "da": "æøå", "nb": "æøå", "fi": "äö", "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "ro": "ăâîșțşţ",
    "hu": "áéíóöőúüű", "tr": "çğıöşü",
    "vi": "ăâđêôơưàáãèéìíòóõùúýạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}  # fmt: skip
"""Language -> letters beyond a to z that it writes."""
