/* pack_small - words that say nothing of a topic, by language all in one.
 *
 * small: articles, pronouns, greetings, "I need": not counted when a message's length is measured. frequent: common
 * words of six letters or more, which are never taken for a misspelt keyword (counted over the texts that
 * tests/train/language.js names, keywords left out). Both sorted. */
#include "messages/pack_small.h"

#include <string.h>

/* clang-format off */
static const char *const small[] = {
    "a", "about", "ai", "ajuda", "ak", "al", "am", "an", "and", "any", "ao", "aos", "ap", "are", "as", "at", "au",
    "aux", "avec", "avek", "avoir", "ayuda", "ban", "bay", "be", "besoin", "bezwen", "boa", "boas", "bom", "bonjou",
    "bonjour", "bonsoir", "bonswa", "buenas", "buenos", "but", "by", "byen", "c", "can", "ce", "ces", "cette",
    "chache", "com", "comment", "como", "con", "could", "cual", "cuando", "cuanto", "d", "da", "dans", "das", "de",
    "del", "des", "di", "dia", "dias", "do", "does", "donde", "dos", "du", "e", "el", "ela", "ele", "ella", "elle",
    "em", "en", "es", "esa", "ese", "eske", "eso", "est", "esta", "estan", "estar", "este", "estou", "estoy", "et",
    "etre", "eu", "faco", "faire", "faut", "favor", "fazer", "fe", "for", "from", "gen", "genyen", "get", "gostaria",
    "gracias", "hacer", "have", "hay", "he", "hello", "help", "hi", "hola", "how", "i", "if", "il", "ils", "in", "ir",
    "is", "isso", "it", "j", "ja", "je", "ka", "kap", "kapab", "ke", "ki", "kijan", "kisa", "kom", "koman", "konnen",
    "kote", "l", "la", "las", "le", "les", "leur", "li", "lo", "los", "m", "ma", "mais", "mande", "map", "mas", "me",
    "men", "merci", "mes", "mesi", "meu", "meus", "mi", "minha", "minhas", "mis", "moi", "mon", "mte", "muito", "muy",
    "mwen", "my", "n", "na", "nan", "nao", "nas", "ne", "necesito", "need", "no", "noches", "noite", "nos", "nou",
    "nous", "o", "obrigada", "obrigado", "of", "oi", "ola", "on", "onde", "or", "os", "ou", "our", "pa", "par",
    "para", "pas", "pela", "pelo", "pero", "peut", "peux", "plait", "please", "plus", "pode", "por", "porque",
    "posso", "pou", "poum", "pour", "pra", "pral", "preciso", "puede", "puedo", "qu", "quais", "qual", "quand",
    "quando", "que", "quel", "quelle", "quem", "quero", "qui", "quien", "quiero", "quisiera", "quoi", "renmen", "s",
    "sa", "saber", "salut", "savoir", "se", "ser", "seu", "she", "si", "silvouple", "sin", "so", "sobre", "some",
    "son", "sou", "souple", "soy", "su", "sua", "suis", "sur", "sus", "svp", "t", "ta", "tanpri", "tarde", "tardes",
    "te", "tell", "tem", "tener", "tengo", "tenho", "ter", "thank", "thanks", "that", "the", "there", "they", "this",
    "tiene", "to", "todo", "tou", "tu", "tus", "u", "um", "uma", "un", "una", "une", "uno", "unos", "us", "usted",
    "veux", "vle", "voce", "voces", "votre", "voudrais", "vous", "w", "want", "was", "we", "what", "when", "where",
    "who", "why", "wi", "will", "with", "would", "y", "ya", "yap", "ye", "yo", "yon", "you", "youn", "your",
};

static const char *const frequent[] = {
    "academica", "acerca", "acesso", "acheter", "acredita", "across", "actually", "afecta", "afternoon", "against",
    "aimerais", "ajudar", "ajudou", "alguem", "alguma", "algunos", "alguns", "almost", "already", "alright", "always",
    "ameriken", "amigos", "anglais", "animal", "animales", "animals", "animaux", "anndan", "annees", "another",
    "ansanm", "answer", "anyone", "anything", "apenas", "appele", "appelle", "aprantisaj", "around", "arreter",
    "asleep", "assuntos", "attraper", "aucune", "aujourd", "aurais", "autobus", "autres", "avaient", "ayisyen",
    "ayudar", "ayudarme", "beaucoup", "because", "before", "besoin", "besoins", "better", "between", "blancs",
    "bondye", "bonjou", "bonjour", "boring", "bouche", "bourse", "brasil", "buenas", "buenos", "cabeca", "cabello",
    "cabeza", "cachorro", "called", "camera", "canada", "cancion", "cantar", "catching", "caught", "causes", "chance",
    "change", "chanje", "chante", "chaque", "chatbot", "cheche", "chegar", "chemin", "cherche", "chicken", "chimen",
    "choses", "chwazi", "cidade", "cierto", "ciudad", "coisas", "colocar", "combien", "comecou", "comenzo", "comido",
    "comigo", "coming", "comment", "compartir", "computer", "conhece", "conocerte", "consigo", "construyo", "contact",
    "contacto", "contagia", "contagiar", "contagio", "contar", "contas", "contato", "contigo", "contra", "contre",
    "conversar", "corona", "coronavirus", "correo", "coughing", "courir", "created", "cuales", "cuantas", "cuantos",
    "cuatro", "cuentame", "cuestan", "davans", "deepest", "dejara", "demander", "demasiado", "depatman", "depois",
    "depoze", "depuis", "desann", "deside", "despues", "deveria", "devlope", "devlopman", "devrais", "dezyem",
    "different", "differents", "dificil", "dinner", "disease", "distans", "doente", "donner", "durante", "during",
    "duvida", "duvidas", "eating", "edikasyon", "egzanp", "eleman", "encontrar", "encore", "enfekte", "enferma",
    "enfermo", "enough", "enpotan", "enquanto", "entendi", "entendu", "entire", "entonces", "entrar", "environ",
    "envoie", "esperar", "espere", "esplike", "esporte", "estaba", "estaban", "estara", "estare", "estava",
    "estupido", "estuve", "etazini", "etidyan", "etidye", "etudiant", "europa", "everyone", "everything", "evitar",
    "eviter", "exemplo", "existe", "existen", "experience", "experiencia", "explain", "falando", "father", "favorita",
    "favorite", "favorito", "feeling", "ferias", "finish", "fisica", "fomasyon", "fonksyon", "fonksyone", "forgot",
    "formacao", "francais", "franse", "friend", "friends", "fueron", "fuiste", "funciona", "futbol", "genial",
    "genyen", "getting", "gostaria", "gracias", "grande", "grandi", "gustaria", "habian", "hablar", "hablas",
    "hacerlo", "hacerte", "happen", "having", "hermana", "hermano", "heureux", "historia", "hombre", "humano",
    "idiomas", "important", "importante", "incubation", "infectado", "infected", "infection", "infelizmente",
    "informacoes", "informations", "inscrever", "inteligente", "interessante", "interesting", "itilize", "jamais",
    "janvier", "janvye", "jeneral", "jeunes", "jounen", "kalite", "kantite", "kapital", "kesyon", "komanse",
    "kominote", "komite", "konbyen", "konesans", "konnen", "kontan", "kontinye", "kontre", "kouche", "koulye",
    "kouman", "kounye", "kouran", "kouvri", "latriye", "leaves", "lesson", "limite", "little", "livres", "lontan",
    "looked", "looking", "lorsqu", "maintenant", "maison", "maisons", "making", "malere", "manana", "manera",
    "manger", "manman", "marche", "materyel", "meaning", "medidas", "medikaman", "meeting", "melhor", "message",
    "mesure", "metres", "mezanmi", "mientras", "minhas", "minima", "moment", "momento", "monday", "montre", "morning",
    "mouches", "muchas", "mulher", "musical", "mwayen", "nadando", "nasyon", "nasyonal", "nasyonzini", "necesito",
    "nenhum", "nenpot", "nobody", "noches", "nombre", "nothing", "nouvel", "novamente", "objektif", "objetivo",
    "oblije", "obrigada", "officer", "opciones", "origem", "otorite", "oubyen", "padres", "paises", "pandan",
    "parece", "parents", "parfois", "parler", "parlez", "participar", "partie", "partir", "pasado", "passed",
    "passer", "pataje", "patisipe", "pendant", "people", "pequena", "perdio", "pergunta", "perguntar", "period",
    "periode", "periodo", "person", "persona", "personne", "pessoa", "petite", "petites", "petits", "peuvent",
    "piblik", "plante", "plastique", "player", "please", "plizye", "plusieurs", "podemos", "poderia", "podria",
    "podrias", "police", "politica", "politics", "popilasyon", "porque", "porter", "possible", "possivel",
    "potoprens", "poukisa", "pourquoi", "pouvait", "pouvez", "pouvoir", "pouvons", "precisa", "preciso", "preencher",
    "pregunta", "pregunto", "premiere", "premye", "prevent", "preventivas", "prevwa", "prezante", "primeiro",
    "probably", "probleme", "problemes", "process", "projeto", "projetos", "pronto", "proposta", "protect",
    "proteger", "prueba", "pueden", "puedes", "pwodui", "pwofese", "pwogram", "pwoteje", "pwovens", "qualquer",
    "quando", "quantas", "quanto", "quantos", "quarantine", "quelle", "quelqu", "quelque", "quelques", "queria",
    "question", "questions", "quiconque", "quienes", "quieres", "quisiera", "raison", "rakonte", "ranmase", "rantre",
    "rapido", "really", "realmente", "recebe", "receber", "regalo", "regarde", "regret", "religiao", "remede",
    "remedios", "remember", "remercie", "rencontre", "rendre", "renmen", "reponn", "repons", "reponse", "reprezante",
    "requisitos", "resevwa", "respirar", "respondio", "responsab", "retire", "risque", "sanble", "santre", "savoir",
    "scared", "selman", "sempre", "senegal", "sentindo", "seulement", "should", "siempre", "significa", "siguiente",
    "siguio", "silvouple", "sintomas", "sitiyasyon", "situacao", "situation", "software", "someone", "something",
    "sommes", "sosyete", "soufri", "souhaite", "souple", "souvent", "special", "spread", "started", "states",
    "surfaces", "survive", "survivre", "syantifik", "symptoms", "taking", "tambien", "tankou", "tanpri", "telephone",
    "temperatura", "tenian", "thanks", "things", "though", "thought", "through", "tiempo", "tienes", "tierra",
    "together", "tomorrow", "tonight", "touche", "toujou", "toujours", "toutes", "tranbleman", "transfer",
    "transmite", "transmitted", "travaille", "travel", "traveling", "tristes", "trouve", "trouver", "trying",
    "universidad", "urgent", "ustedes", "utiliser", "verdad", "verdade", "version", "viagem", "viktim", "visitar",
    "vitamin", "vivait", "voiture", "voudrais", "voulais", "vraiment", "vuelta", "waiting", "wanted", "watching",
    "wearing", "weather", "whatsapp", "without", "working", "yourself",
};
/* clang-format on */

static int is_in(const char *const *list, size_t count, const char *word, size_t len) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(list[middle], word, len);
        if (!order) order = list[middle][len] ? 1 : 0;
        if (!order) return 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

int pack_small_word(const char *word, size_t len) {
    return is_in(small, sizeof small / sizeof *small, word, len);
}

int pack_small_frequent(const char *word, size_t len) {
    return is_in(frequent, sizeof frequent / sizeof *frequent, word, len);
}
